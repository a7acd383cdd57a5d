import { assert, waitUntil } from '@open-wc/testing';
import { ModelNetwork, settle } from '../testing/model-network.js';
import { ModelTalk } from '../testing/model-talk.js';
import { Keep } from './keep.js';
import { openThread } from './open-thread.js';
import type { Thread } from './thread-view.js';

interface Tab {
  readonly network: ModelNetwork;
  readonly thread: Thread;
  bodies(): string[];
}

/** Tabs of one browser on one page, each with a connection of its own. */
class Browser {
  readonly name = `huzzah:tabs-test:${Date.now()}-${Math.random()}`;
  readonly talk = new ModelTalk('e1');
  readonly #tabs: Tab[] = [];
  readonly #stops: (() => void)[] = [];

  open(isConnected = true): Tab {
    const network = new ModelNetwork(this.talk, this.name);
    const thread = openThread(network.page);
    this.#stops.push(thread.subscribe(() => {}));
    if (isConnected) network.connect();
    const bodies = () =>
      thread.view.items.map(
        ({ comment, delivery }) => `${comment.body}${delivery === 'posted' ? '' : `: ${delivery}`}`,
      );
    const tab = { network, thread, bodies };
    this.#tabs.push(tab);
    return tab;
  }

  /** The tab is gone, from one moment to the next. */
  kill(tab: Tab): void {
    tab.network.cut();
    tab.network.page.end(new Error('the tab was closed'));
    this.#tabs.splice(this.#tabs.indexOf(tab), 1);
  }

  /** All networks work until that is so. */
  async until(isSo: () => boolean): Promise<void> {
    await waitUntil(
      async () => {
        for (const { network } of this.#tabs) if (network.stage === 'up') await network.flow();
        return isSo();
      },
      undefined,
      { timeout: 60_000 },
    );
  }

  posts(): number {
    return this.#tabs.flatMap(({ network }) => network.served).filter(({ name }) => name === 'comment.post').length;
  }

  async close(): Promise<void> {
    this.#stops.forEach((stop) => stop());
    for (const tab of [...this.#tabs]) this.kill(tab);
    await settle();
    await new Keep(this.name).clear();
  }
}

describe('the outbox of a browser', () => {
  let browser: Browser;
  beforeEach(() => void (browser = new Browser()));
  afterEach(() => browser.close());

  it('WR-8: reading leaves nothing, and what is kept is read by the next tab, shown and sent', async () => {
    const first = browser.open();
    await browser.until(() => first.thread.view.isKnown);
    assert.equal(
      (await indexedDB.databases()).some(({ name }) => name === browser.name),
      false,
    );
    first.network.cut();
    void first.thread.post({ body: 'mine', name: 'Ana' }).catch(() => {});
    await waitUntil(() => first.bodies().includes('mine: waiting'));
    await waitUntil(async () => (await new Keep(browser.name).read('post')).length === 1);
    browser.kill(first);
    const next = browser.open(false);
    await waitUntil(() => next.bodies().includes('mine: waiting'));
    assert.equal(next.thread.view.items[0]!.comment.author!.name, 'Ana');
    next.network.connect();
    await browser.until(() => next.bodies().includes('mine'));
    assert.deepEqual(await new Keep(browser.name).read(''), []);
  });

  it('WR-9: tabs see what waits in the others; one of them sends it, once, and the others have it', async () => {
    const writer = browser.open(false);
    const others = [browser.open(false), browser.open(false)];
    await Promise.all(others.map(({ thread }) => thread.drafts.read(null)));
    const done = writer.thread.post({ body: 'mine' });
    await waitUntil(() => others.every((tab) => tab.bodies().includes('mine: waiting')));
    // The tab that it was written in stays offline.
    others.forEach(({ network }) => network.connect());
    await browser.until(() => others.every((tab) => tab.bodies().includes('mine')));
    assert.equal((await done).body, 'mine');
    assert.equal(browser.talk.ids.length, 1);
    assert.equal(browser.posts(), 1);
    await waitUntil(() => !writer.bodies().includes('mine: waiting'));
  });

  it('WR-9: a refusal is seen by all tabs, and what one of them discards is gone from all', async () => {
    const [writer, other] = [browser.open(), browser.open()];
    await other.thread.drafts.read(null);
    writer.network.refuseWith = 'locked';
    other.network.refuseWith = 'locked';
    void writer.thread.post({ body: 'mine' }).catch(() => {});
    await browser.until(() => other.bodies().includes('mine: failed'));
    other.thread.discard(other.thread.view.items[0]!.comment.id);
    await waitUntil(() => writer.bodies().length === 0);
  });

  it('WR-10: whenever the tab is killed, what was kept is posted exactly once', async () => {
    for (let moment = 0; moment < 8; moment += 1) {
      const tab = browser.open();
      await browser.until(() => tab.thread.view.isKnown);
      void tab.thread.post({ body: `killed at ${moment}` }).catch(() => {});
      const isKept = async () => (await new Keep(browser.name).read('post')).length === 1;
      await waitUntil(isKept);
      const steps = [() => tab.network.serve(), () => tab.network.answer(), () => tab.network.deliver()];
      for (let i = 0; i < moment; i += 1) {
        steps[i % 3]!();
        if (moment % 2 === 0) await settle();
      }
      browser.kill(tab);
      const next = browser.open();
      await browser.until(() => next.bodies().includes(`killed at ${moment}`));
      await waitUntil(async () => !(await isKept()));
      browser.kill(next);
    }
    const bodies = browser.talk.ids.map((id) => browser.talk.show(id).body);
    assert.deepEqual(
      bodies,
      [0, 1, 2, 3, 4, 5, 6, 7].map((moment) => `killed at ${moment}`),
    );
  });

  it('WR-11: a draft outlives the tab, is kept at once where the page is left, and goes with its comment', async () => {
    const tab = browser.open();
    await browser.until(() => tab.thread.view.isKnown);
    assert.equal(await tab.thread.drafts.read(null), '');
    tab.thread.drafts.write(null, 'for all');
    tab.thread.drafts.write('c1', 'for one');
    assert.equal(await tab.thread.drafts.read('c1'), 'for one');
    window.dispatchEvent(new Event('pagehide'));
    await waitUntil(async () => (await new Keep(browser.name).read('draft')).length === 2);
    browser.kill(tab);
    const next = browser.open();
    await browser.until(() => next.thread.view.isKnown);
    assert.equal(await next.thread.drafts.read(null), 'for all');
    assert.equal(await next.thread.drafts.read('c1'), 'for one');
    void next.thread.post({ body: 'for all' });
    await browser.until(() => next.bodies().includes('for all'));
    assert.equal(await next.thread.drafts.read(null), '');
    next.thread.drafts.write('c1', '');
    await waitUntil(async () => (await new Keep(browser.name).read('')).length === 0);
  });

  it('WR-12: erasing leaves nothing in the browser', async () => {
    localStorage.setItem(browser.name, 'token');
    localStorage.setItem(`${browser.name}:reaction:p`, '{}');
    localStorage.setItem(`${browser.name}-other`, 'not ours');
    const tab = browser.open();
    await browser.until(() => tab.thread.view.isKnown);
    tab.network.refuseWith = 'locked';
    void tab.thread.post({ body: 'mine' }).catch(() => {});
    await browser.until(() => tab.bodies().includes('mine: failed'));
    const erased = tab.thread.eraseMine();
    await browser.until(() => tab.bodies().length === 0);
    await erased;
    assert.deepEqual(
      Object.keys(localStorage).filter((key) => key.startsWith(browser.name)),
      [`${browser.name}-other`],
    );
    await waitUntil(async () => !(await indexedDB.databases()).some(({ name }) => name === browser.name));
    localStorage.removeItem(`${browser.name}-other`);
  });
});
