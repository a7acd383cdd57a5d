import { expect } from '@open-wc/testing';
import type { PageView } from '@huzzah/client';
import type { Comment, Role } from '@huzzah/protocol';
import { allInside, clear, inside } from '../testing/stage.js';
import { stageBox, type StagedBox } from '../testing/stage-box.js';
import { comment, item, mine, shown } from '../testing/staged-thread.js';
import { XSS_VECTORS } from '../testing/xss-vectors.js';

/** Every element there is, in the page and in the box, by name and attributes that could do something. */
const census = ({ element }: Pick<StagedBox, 'element'>) => {
  const all = [...document.querySelectorAll('*'), ...allInside(element, '*')];
  return {
    tags: new Set(all.map(({ localName }) => localName)),
    handlers: all
      .flatMap((each) => [...each.attributes])
      .filter(({ name }) => name.startsWith('on') || name === 'style'),
    addresses: allInside<HTMLAnchorElement>(element, '[href], [src], [action], [formaction], [data]'),
  };
};

const foreign = () =>
  performance.getEntriesByType('resource').filter(({ name }) => new URL(name).host !== location.host);

describe('hostile text', () => {
  let dialogs = 0;

  beforeEach(() => {
    dialogs = 0;
    window.alert = () => void (dialogs += 1);
    window.confirm = () => ((dialogs += 1), false);
    window.prompt = () => ((dialogs += 1), null);
  });

  afterEach(clear);

  /** Nothing has come of it but text. */
  async function expectNothing(box: StagedBox, known: ReadonlySet<string>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { tags, handlers, addresses } = census(box);
    expect([...tags].filter((tag) => !known.has(tag) && tag !== 'a')).to.deep.equal([]);
    expect(handlers.filter(({ name, value }) => name !== 'style' || !/^--_|^color-scheme/.test(value))).to.deep.equal(
      [],
    );
    for (const link of addresses) expect(link.protocol, link.href).to.match(/^https?:$/);
    expect('__broken' in window).to.equal(false);
    expect(dialogs).to.equal(0);
    expect(foreign()).to.deep.equal([]);
  }

  const PLACES: Record<string, (text: string) => Partial<Comment>> = {
    'a body': (body) => ({ body }),
    'a name': (name) => ({ author: { id: 'a', name, role: 'visitor' } }),
    'an id of a visitor, a role and a reason': (text) => ({
      author: { id: text, name: 'Ana', role: text as Role },
      status: 'pending',
      reason: { code: text },
    }),
  };

  it('CB-27: there are more than a hundred of it', () => {
    expect(new Set(XSS_VECTORS).size).to.be.greaterThan(100);
  });

  for (const [place, put] of Object.entries(PLACES)) {
    for (const layout of ['thread', 'stream']) {
      it(`CB-27: in ${place} is text, in a ${layout}`, async () => {
        const own = (n: number, change = {}) => item(comment(n, change), mine);
        const clean = await stageBox({ items: [own(1), own(2, { status: 'pending' })] }, { attributes: { layout } });
        const { tags } = census(clean);
        clean.element.remove();
        const box = await stageBox(
          {
            items: XSS_VECTORS.map((text, n) => ({
              ...own(n, put(text)),
              replies: [shown(comment(1_000 + n, { ...put(text), parentId: null }))],
            })),
          },
          { attributes: { layout } },
        );
        for (const { style } of allInside(box.element, 'article')) style.setProperty('--_test', 'visible');
        await expectNothing(box, tags);
      });
    }
  }

  it('CB-27: in a heading, a placeholder and one’s own name is text', async () => {
    const clean = await stageBox();
    clean.field.focus();
    await clean.element.updateComplete;
    const { tags } = census(clean);
    clean.element.remove();
    for (const text of XSS_VECTORS) {
      const page: Partial<PageView> = { visitor: { id: 'me', name: text, role: 'visitor' } };
      const box = await stageBox({}, { page, attributes: { heading: text, placeholder: text } });
      box.field.focus();
      await box.element.updateComplete;
      expect(inside(box.element, '.heading').textContent.trim()).to.equal(text.trim());
      expect(box.field.placeholder).to.equal(text);
      const { tags: found } = census(box);
      expect([...found].filter((tag) => !tags.has(tag))).to.deep.equal([]);
      box.element.remove();
    }
    expect('__broken' in window).to.equal(false);
    expect(dialogs).to.equal(0);
    expect(foreign()).to.deep.equal([]);
  });

  it('CB-27: what is written, sent, failed, copied and held on oneself is text', async () => {
    const box = await stageBox();
    const { element, thread, write, press } = box;
    await write('Hello');
    await press('mine');
    const { tags } = census(box);
    inside(element, 'dialog .post').click();
    for (const text of XSS_VECTORS) {
      await write(text);
      await press('post');
      thread.refuse('rejected');
    }
    await press('mine');
    const known = new Set([...tags, ...'article bdi b path svg time li ul'.split(' ')]);
    await expectNothing(box, known);
  });
});
