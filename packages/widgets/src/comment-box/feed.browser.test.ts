import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ThreadView } from '@huzzah/client';
import { allInside, clear, inside, until } from '../testing/stage.js';
import { stageBox } from '../testing/stage-box.js';
import { comment, idOf, item, items, mine, shown } from '../testing/staged-thread.js';

const replies = [11, 12].map((n) => shown(comment(n, { parentId: idOf(2) })));
const thread = () => [item(comment(3)), item(comment(2), { replies, moreReplies: 3 }), item(comment(1))];
const focused = (element: Element) => element.shadowRoot!.activeElement?.id.slice(-2);
const spoken = (element: Element) => inside(element, '.unseen[role=status]');

/** Hears all that is said, as one who listens. */
function listen(element: Element): string[] {
  const heard: string[] = [];
  new MutationObserver(() => heard.push(spoken(element).textContent)).observe(spoken(element), { childList: true });
  return heard;
}

describe('the feed', () => {
  beforeEach(() => void (document.documentElement.lang = 'en'));
  afterEach(clear);

  it('CB-23: is a feed of articles that are named by author and time', async () => {
    const { element, tell } = await stageBox({ items: thread() });
    const list = inside(element, '[role=feed]');
    expect(list.getAttribute('aria-label')).to.equal('Comments');
    for (const article of allInside(element, 'article')) {
      const label = inside(element, `#${article.getAttribute('aria-labelledby')!}`);
      expect(label.textContent).to.match(/Reader \d.*4m ago/s);
    }
    await tell({ loading: 'older' });
    expect(list.getAttribute('aria-busy')).to.equal('true');
  });

  it('CB-23: says where each comment stands, in a list whose length nobody knows', async () => {
    const { element } = await stageBox({ items: items(3, 1) });
    const places = allInside(element, 'article').map((each) => [each.ariaPosInSet, each.ariaSetSize]);
    expect(places).to.deep.equal([
      ['1', '-1'],
      ['2', '-1'],
      ['3', '-1'],
    ]);
  });

  it('CB-23: one comment is reached by Tab, the next ones by PageDown and PageUp, replies included', async () => {
    const { element, row } = await stageBox({ items: thread() });
    expect(allInside(element, 'article[tabindex="0"]').map(({ id }) => id)).to.deep.equal([`c-${idOf(3)}`]);
    row(idOf(3)).focus();
    const path = [];
    for (const press of ['PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageUp']) {
      await sendKeys({ press });
      path.push(focused(element));
    }
    expect(path).to.deep.equal(['02', '11', '12', '01', '01', '12']);
    expect(allInside(element, 'article[tabindex="0"]').map(({ id }) => id)).to.deep.equal([`c-${idOf(12)}`]);
  });

  it('CB-23: the ring of a comment is one, and around itself without its replies', async () => {
    const { row } = await stageBox({ items: thread() });
    row(idOf(3)).focus();
    await sendKeys({ press: 'PageDown' });
    expect(getComputedStyle(row(idOf(2))).outlineStyle).to.equal('none');
    expect(getComputedStyle(row(idOf(2)).querySelector('.own')!).outlineStyle).to.equal('solid');
  });

  it('CB-23: from a button it goes on from its comment', async () => {
    const { element, row } = await stageBox({ items: thread() });
    row(idOf(12)).querySelector<HTMLElement>('[data-act=up]')!.focus();
    await sendKeys({ press: 'PageUp' });
    expect(focused(element)).to.equal('11');
  });

  it('CB-23: Ctrl with End and Home leaves it behind and before', async () => {
    const { element, row } = await stageBox({ items: thread(), olderCount: 4 });
    row(idOf(2)).focus();
    const leave = async (press: string) => {
      await sendKeys({ down: 'Control' });
      await sendKeys({ press });
      await sendKeys({ up: 'Control' });
    };
    await leave('End');
    expect((element.shadowRoot!.activeElement as HTMLElement).dataset['act']).to.equal('older');
    row(idOf(2)).focus();
    await leave('Home');
    expect((element.shadowRoot!.activeElement as HTMLElement).dataset['act']).to.equal('quiet');
  });

  it('CB-24: a burst of 100 is told in at most three sentences', async () => {
    const { element, thread } = await stageBox({ items: items(3, 1) });
    const heard = listen(element);
    for (let n = 4; n < 104; n += 1) {
      thread.arrive(comment(n));
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => heard.length > 0, 'a sentence');
    expect(heard).to.deep.equal(['100 new comments']);
  });

  it('CB-24: an own comment is told at once, and not as a new one', async () => {
    const { element, thread, write, press } = await stageBox({ items: items(3, 1) });
    const heard = listen(element);
    await write('Hello');
    await press('post');
    thread.acknowledge();
    await until(() => heard.length > 0, 'the sentence');
    expect(heard).to.deep.equal(['Your comment is posted.']);
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(heard).to.have.length(1);
  });

  it('CB-24: what is held and what failed is told too', async () => {
    const { element, thread, write, press } = await stageBox();
    const heard = listen(element);
    await write('Hello');
    await press('post');
    thread.acknowledge({ status: 'pending' });
    await until(() => heard.length > 0, 'the sentence');
    expect(heard[0]).to.contain('Only you can see this until a moderator has looked.');
    await write('Again');
    await press('post');
    thread.refuse('rate_limited', 3_000);
    await until(() => heard.length > 1, 'the other sentence');
    expect(heard[1]).to.equal('Not sent. That was quick. Again in 3 s.');
  });

  it('CB-24: it can be switched off, by the page and by who listens', async () => {
    const { element, thread, press } = await stageBox({ items: items(3, 1) }, { attributes: { announce: 'off' } });
    const heard = listen(element);
    thread.arrive(comment(4));
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(heard).to.deep.equal([]);
    const quiet = inside(element, '[data-act=quiet]');
    expect(quiet.getAttribute('aria-pressed')).to.equal('true');
    await press('quiet');
    expect(element.announce).to.equal('polite');
    thread.arrive(comment(5));
    await until(() => heard.length > 0, 'the sentence');
    expect(heard).to.deep.equal(['1 new comment']);
  });

  const failure = { code: 'rate_limited', message: '', retryAfterMs: 3_000 } as const;
  const STATES: Record<string, Partial<ThreadView>> = {
    'before data': { isKnown: false },
    empty: {},
    'with replies': { items: thread(), commentCount: 12, olderCount: 4, newerCount: 2, waitingCount: 3 },
    'own ones': {
      items: [
        item(comment(5), { ...mine, delivery: 'waiting' }),
        item(comment(4), { ...mine, delivery: 'failed', failure }),
        item(comment(3, { status: 'pending', reason: { code: 'link' } }), mine),
        item(comment(2, { status: 'removed', author: null, body: '' }), { ...mine, undoableUntil: Date.now() + 8_000 }),
        item(comment(1, { author: { id: 'm', name: 'Mo', role: 'moderator' }, body: 'https://a.example' }), mine),
      ],
    },
    locked: { items: items(2, 1), isLocked: true },
  };
  for (const [theme, [background, color]] of Object.entries({
    light: ['#fff', '#1b1c20'],
    dark: ['#15171c', '#e8e9ec'],
  })) {
    for (const [name, view] of Object.entries(STATES)) {
      it(`CB-25: axe finds nothing, ${name}, ${theme}`, async () => {
        document.body.style.cssText = `background: ${background}; color: ${color}; font: 16px sans-serif`;
        const { element, field } = await stageBox(view);
        field.focus();
        await Promise.all(element.shadowRoot!.getAnimations().map(({ finished }) => finished));
        await expect(element).to.be.accessible();
      });
    }
  }

  it('CB-25: axe finds nothing in a menu, a reply, a report and a sheet', async () => {
    document.body.style.cssText = 'background: #fff; color: #1b1c20; font: 16px sans-serif';
    const { element, press, write } = await stageBox({ items: items(3, 1) });
    await write('a'.repeat(512));
    await press('options');
    await expect(element).to.be.accessible();
    inside(element, '[data-name=flag]').click();
    await press('reply', 1);
    await press('mine');
    await until(
      () => allInside(element, 'dialog li').length > 0 || allInside(element, 'dialog').length > 0,
      'the sheet',
    );
    await expect(element).to.be.accessible();
  });

  it('CB-25: every button is at least 44 px high to a thumb', async () => {
    const { element } = await stageBox({ items: thread(), olderCount: 4 });
    for (const button of allInside(element, '.view button')) {
      if (button.checkVisibility()) expect(button.getBoundingClientRect().height, button.className).to.be.at.least(44);
    }
  });
});
