import type { Comment } from '@huzzah/protocol';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Box } from '../helpers/box.js';
import { closeBrowser, open, reader, type Tab } from '../helpers/browser.js';
import { hostSite, scriptTag } from '../helpers/host-page.js';
import { listedAt } from '../helpers/listed.js';
import { Proxy } from '../helpers/proxy.js';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

afterAll(closeBrowser);

/** Some who talk: each change is a comment, an answer, an edit or a removal, in a fixed mixture. */
class Others {
  readonly #page: string;
  readonly #people: Visitor[];
  /** What each of them has written, and not removed. */
  readonly #written: Comment[][];
  #changes = 0;

  private constructor(page: string, people: Visitor[]) {
    this.#page = page;
    this.#people = people;
    this.#written = people.map(() => []);
  }

  static async at(url: string, page: string, count = 5): Promise<Others> {
    return new Others(page, await Promise.all(Array.from({ length: count }, () => Visitor.connect(url))));
  }

  /** So many changes, by all of them at once. */
  async change(count: number): Promise<void> {
    await Promise.all(
      this.#people.map(async (_, who) => {
        for (let done = who; done < count; done += this.#people.length) await this.#changeOnce(who);
      }),
    );
  }

  async #changeOnce(who: number): Promise<void> {
    const person = this.#people[who]!;
    const written = this.#written[who]!;
    const turn = (this.#changes += 1);
    const some = written[(turn * 7) % Math.max(1, written.length)];
    if (turn % 5 === 3 && some) {
      expect((await person.act('comment.edit', this.#page, some.id, { body: `edit ${turn}` })).ok).toBe(true);
    } else if (turn % 5 === 4 && some) {
      written.splice(written.indexOf(some), 1);
      expect((await person.act('comment.remove', this.#page, some.id)).ok).toBe(true);
    } else {
      // Nobody answers a comment twice: of more than two replies some stand behind a button.
      const parent = turn % 5 === 1 ? some : undefined;
      const isFree = parent?.parentId === null && !this.#answered.has(parent.id);
      if (isFree) this.#answered.add(parent.id);
      written.push(await person.posted(this.#page, `comment ${turn}`, isFree ? { parentId: parent.id } : {}));
    }
  }

  readonly #answered = new Set<string>();
}

/** Two readers of a page where others talk: one behind a network that can be cut, one beside it. */
async function readers() {
  const { url } = await startTestServer();
  const proxy = await Proxy.start(url);
  const html = (server: string) =>
    `<comment-box page-size="100"></comment-box>${scriptTag(url, `data-server="${server}" data-page="talk"`)}`;
  const others = await Others.at(url, 'talk');
  await others.change(50);
  const at = async (server: string) => open(await reader(), await hostSite({ html: html(server) }), noteStatus);
  const [away, witness] = [await Box.live(await at(proxy.url)), await Box.live(await at(url))];
  return { proxy, others, away, witness, list: () => listedAt(url, 'talk') };
}

/** Writes down all that the line below the heading ever says. */
async function noteStatus(page: Tab['page']): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const told = ((window as unknown as { told: string[] }).told = []) as string[];
    const look = () => {
      const text = document.querySelector('comment-box')?.shadowRoot?.querySelector('.status')?.textContent ?? '';
      if (text !== told.at(-1)) told.push(text);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const toldTo = (box: Box) => box.page.evaluate(() => (window as unknown as { told: string[] }).told);
const inStore = (comments: readonly Comment[]) => comments.map(({ id, body }) => ({ id, text: body }));

/** Waits until what a box shows, all of it, is what the server has. */
async function agrees(box: Box, comments: readonly Comment[]): Promise<void> {
  // All of it has come before the box is touched: what comes then is held behind a button.
  const count = comments.filter(({ body }) => body !== '').length;
  await box.says('.heading', new RegExp(`^Comments ${count}$`));
  await vi.waitFor(async () => expect((await box.rows())[0]?.id).toBe(comments[0]?.id), soon);
  const more = 'comment-box >>> .view > [data-act=older]';
  for (let rest = await box.page.$(more); rest; rest = await box.page.$(more)) {
    const before = (await box.rows()).length;
    // By key: rows that are still being drawn move it away from a pointer.
    await rest.press('Enter');
    await vi.waitFor(async () => expect((await box.rows()).length).toBeGreaterThan(before), soon);
    await vi.waitFor(async () => expect(await box.textOf('.view > [aria-busy=true]')).toBe(''), soon);
  }
  const shown = async () => (await box.rows()).map(({ id, text }) => ({ id, text }));
  await vi.waitFor(async () => expect(await shown()).toEqual(inStore(comments)), soon);
}

/** The replies to joins that a page hears from now on. */
async function joinsOf({ page }: Box): Promise<string[]> {
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  const joins: string[] = [];
  session.on('Network.webSocketFrameReceived', ({ response: { payloadData } }) => {
    if (payloadData.includes('"myVotes"') && payloadData.includes('"settings"')) joins.push(payloadData);
  });
  return joins;
}

describe('a reader whose network was gone', () => {
  it.each([
    ['60, which he is told', 60, true],
    ['300, for which he gets a new list', 300, false],
    ['1,500, more than are remembered', 1_500, false],
  ])('TA-10: has all changes in order, was told how he stood; of %s', async (_, count, isResumed) => {
    const { proxy, others, away, witness, list } = await readers();
    await others.change(30);
    await agrees(away, await list());
    const joins = await joinsOf(away);
    proxy.cut();
    await away.becomes('offline');
    await others.change(count);
    proxy.slow(2_000);
    proxy.mend();
    await away.becomes('catching-up');
    // They do not wait for him.
    await others.change(20);
    await away.becomes('live');
    expect(joins[0]).toContain(isResumed ? '"resumed":true' : '"comments":[');
    const stored = await list();
    for (const box of [witness, away]) await agrees(box, stored);
    const told = (await toldTo(away)).join(' | ');
    expect(told).toContain('Offline. You can read; what you write is sent later. |');
    expect(told).toContain('Catching up…');
    expect(await toldTo(witness)).toEqual(['']);
    expect(await away.textOf('.heading')).toBe(await witness.textOf('.heading'));
    expect(await away.textOf('.heading')).toBe(`Comments ${stored.filter(({ body }) => body !== '').length}`);
  });
});
