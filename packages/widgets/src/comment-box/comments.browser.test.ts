import { expect } from '@open-wc/testing';
import { allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox } from '../testing/stage-box.js';
import { comment, idOf, item, items, shown } from '../testing/staged-thread.js';

const MINUTE = 60_000;
const text = (element: Element, selector: string) => inside(element, selector).textContent.replace(/\s+/g, ' ').trim();
const by = (role: 'visitor' | 'member' | 'moderator' | 'admin', name = 'Ana') => ({ id: 'a', name, role });

describe('a comment', () => {
  afterEach(clear);

  it('CB-11: says who wrote it, in which role, when, and what changed', async () => {
    const at = Date.now() - 4 * MINUTE - 1;
    const { element } = await stageBox({
      items: [item(comment(1, { author: by('moderator'), at, editedAt: at, pinned: true }))],
    });
    expect(text(element, '.meta')).to.equal('Ana Moderator 4m ago edited pinned');
    expect(inside(element, 'time').getAttribute('datetime')).to.equal(new Date(at).toISOString());
    expect(inside(element, 'time').title).to.match(/20\d\d/);
  });

  it('CB-11: visitors and members wear no badge, and a guest is called so', async () => {
    const { element } = await stageBox({
      items: [
        item(comment(1, { author: by('visitor', 'Guest') })),
        item(comment(2, { author: by('member', 'Member') })),
      ],
    });
    expect(allInside(element, '.badge')).to.have.length(0);
    element.lang = 'ko';
    await until(() => text(element, '.author') === '게스트', 'the Korean guest');
  });

  for (const [ago, said] of [
    [10_000, 'just now'],
    [-90_000, 'just now'],
    [59 * MINUTE, '59m ago'],
    [3 * 60 * MINUTE, '3h ago'],
    [6 * 24 * 60 * MINUTE, '6d ago'],
  ] as const) {
    it(`CB-11: ${ago} ms after it was written says ${said}`, async () => {
      const { element } = await stageBox({ items: [item(comment(1, { at: Date.now() - ago }))] });
      expect(text(element, 'time')).to.equal(said);
    });
  }

  it('CB-11: from a week on the day is said', async () => {
    const { element } = await stageBox({ items: [item(comment(1, { at: Date.UTC(2026, 2, 4, 12) }))] });
    expect(text(element, 'time')).to.equal('Mar 4, 2026');
  });

  it('CB-11: wears the first character of its name, in a hue that is its author’s', async () => {
    const hueOf = (id: string) => inside(element, `#c-${id} .avatar`).style.getPropertyValue('--_hue');
    const { element } = await stageBox({
      items: [
        item(comment(1, { author: { ...by('visitor', '👩‍🚀 Ana') } })),
        item(comment(2, { author: { ...by('visitor', 'bo') } })),
        item(comment(3, { author: { id: 'b', name: 'bo', role: 'visitor' } })),
      ],
    });
    const initials = allInside(element, '.avatar').map(({ dataset }) => dataset['initial']);
    expect(initials).to.deep.equal(['👩‍🚀', 'B', 'B']);
    expect(hueOf(idOf(1))).to.equal(hueOf(idOf(2)));
    expect(hueOf(idOf(1))).not.to.equal(hueOf(idOf(3)));
  });

  it('CB-11: one that is gone is a line, with its replies below it', async () => {
    const gone = { author: null, body: '', status: 'removed' } as const;
    const { element } = await stageBox({
      items: [
        item(comment(1, { ...gone, removedBy: 'author' }), { replies: [shown(comment(11, { parentId: idOf(1) }))] }),
        item(comment(2, { ...gone, removedBy: 'moderator' })),
      ],
    });
    expect(text(element, `#c-${idOf(1)} .own`)).to.equal('Removed by its author');
    expect(text(element, `#c-${idOf(2)} .own`)).to.equal('Removed by a moderator');
    expect(text(element, `#c-${idOf(11)} .body`)).to.equal('Comment 11');
    expect(allInside(element, '[data-act=options]')).to.have.length(1);
  });

  it('CB-13: past eight lines it is folded, and can be unfolded', async () => {
    const { element, press, row } = await stageBox({
      items: [item(comment(1, { body: 'line\n'.repeat(12) + 'end' })), item(comment(2, { body: 'long '.repeat(40) }))],
    });
    const folded = () => getComputedStyle(inside(element, `#c-${idOf(1)} [data-act=all]`)).display !== 'none';
    await until(folded, 'the fold');
    expect(getComputedStyle(inside(element, `#c-${idOf(2)} [data-act=all]`)).display).to.equal('none');
    const body = inside(element, `#c-${idOf(1)} .body`);
    expect(body.getBoundingClientRect().height).to.be.closeTo(8 * 1.55 * 16, 4);
    await press('all');
    expect(body.getBoundingClientRect().height).to.be.closeTo(13 * 1.55 * 16, 4);
    expect(folded()).to.equal(false);
    expect(element.shadowRoot!.activeElement).to.equal(row(idOf(1)));
  });

  it('CB-13: one line alone is never hidden, and the fold moves nothing', async () => {
    const lines = (n: number) => item(comment(n, { body: 'line\n'.repeat(n - 1) + 'end' }));
    const { element, row } = await stageBox({ items: [lines(9), lines(10)] });
    const own = (n: number) => row(idOf(n)).querySelector('.own')!;
    await until(() => own(10).classList.contains('long'), 'the fold');
    expect(own(9).classList.contains('long')).to.equal(false);
    expect(own(9).querySelector('.body')!.clientHeight).to.be.closeTo(9 * 1.55 * 16, 4);
    const { height } = own(10).getBoundingClientRect();
    own(10).classList.remove('long');
    expect(own(10).getBoundingClientRect().height, 'before it is folded').to.be.closeTo(height, 4);
    expect(allInside(element, '.whole')).to.have.length(0);
  });

  it('CB-13: nothing is cut off where no button shows the rest', async () => {
    const { element } = await stageBox({
      items: [item(comment(1, { body: 'words of a long poem\n'.repeat(7).trim() }))],
    });
    element.style.setProperty('inline-size', '160px');
    const body = inside(element, '.body');
    await until(() => body.clientHeight > 8 * 1.55 * 16, 'more than eight lines');
    expect(body.scrollHeight).to.equal(body.clientHeight);
    expect(allInside(element, '[data-act=all]')).to.have.length(0);
  });

  it('CB-14: a vote is one tap, and taken back by the same', async () => {
    const { element, thread, press } = await stageBox({
      items: [item(comment(1, { votes: { up: 3, down: 0, version: 1 } }))],
    });
    const up = inside(element, '[data-act=up]');
    expect(up.textContent.replace(/\s+/g, ' ').trim()).to.equal('Upvote 3');
    expect(up.getAttribute('aria-pressed')).to.equal('false');
    await press('up');
    expect(up.getAttribute('aria-pressed')).to.equal('true');
    await press('up');
    expect(thread.wishes).to.deep.equal([
      ['vote', idOf(1), 1],
      ['vote', idOf(1), 0],
    ]);
  });

  it('CB-14: votes go up, both ways, or not at all, and never for oneself', async () => {
    const { element, thread } = await stageBox({ items: items(1, 1) }, { attributes: { votes: 'both' } });
    expect(allInside(element, '.vote')).to.have.length(2);
    inside(element, '[data-act=down]').click();
    expect(thread.wishes).to.deep.equal([['vote', idOf(1), -1]]);
    thread.change(idOf(1), { isMine: true });
    await element.updateComplete;
    expect(allInside<HTMLButtonElement>(element, '.vote').every(({ disabled }) => disabled)).to.equal(true);
    expect(getComputedStyle(inside(element, '.icon')).opacity).to.equal('0.5');
    element.votes = 'off';
    await element.updateComplete;
    expect(allInside(element, '.vote')).to.have.length(0);
  });

  it('CB-14: what is refused is said at the comment', async () => {
    const { element, thread, press } = await stageBox({ items: items(2, 1) });
    await press('up', 1);
    thread.refuse('rate_limited', 2_000);
    await until(() => allInside(element, `#c-${idOf(1)} > .note`).length > 0, 'the words');
    expect(text(element, `#c-${idOf(1)} > .note`)).to.equal('That was quick. Again in 2 s.');
  });

  it('CB-15: replies stand below it, the rest behind their number', async () => {
    const replies = [11, 12].map((n) => shown(comment(n, { parentId: idOf(1) })));
    const { element, thread, press } = await stageBox({ items: [item(comment(1), { replies, moreReplies: 4 })] });
    const [first, own] = [inside(element, `#c-${idOf(11)}`), inside(element, `#c-${idOf(1)} > .own`)];
    expect(first.getBoundingClientRect().left - own.getBoundingClientRect().left).to.be.closeTo(44, 0.5);
    expect(text(element, '[data-act=replies]')).to.equal('4 more replies');
    await press('replies');
    expect(thread.wishes).to.deep.equal([['showReplies', idOf(1)]]);
    thread.show({ items: [item(comment(1), { replies: [...replies, shown(comment(13, { parentId: idOf(1) }))] })] });
    await element.updateComplete;
    expect(allInside(element, '.replies article').map(({ id }) => id)).to.deep.equal(
      [11, 12, 13].map((n) => `c-${idOf(n)}`),
    );
    expect(allInside(element, '[data-act=replies]')).to.have.length(0);
  });
});
