import { expect } from '@open-wc/testing';
import type { PageView } from '@huzzah/client';
import { BEFORE_DATA, clear, inside, stage } from './testing/stage.js';

const full = {
  tally: { counts: { like: 12_345, wow: 34, dislike: 3, angry: 12 }, version: 1 },
  occupancy: { visitors: 12_345, connections: 12_400 },
} as const;
const wish = { reaction: { kind: 'like', at: 0, stage: 'waiting' as const } };

const STATES: Record<string, Partial<PageView>> = {
  'before data': BEFORE_DATA,
  live: full,
  chosen: { ...full, mine: 'wow' },
  'catching up, pending': { ...full, state: 'catching-up', mine: 'like', outbox: wish },
  'offline, queued': { ...full, state: 'offline', mine: 'like', outbox: wish },
  refused: { state: 'refused', tally: null, occupancy: null },
};

const PAGES = { light: ['#fff', '#1b1c20'], dark: ['#15171c', '#e8e9ec'] } as const;

/** Contrast is of what is there in the end. */
async function settle(element: Element): Promise<void> {
  const animations = element.shadowRoot!.getAnimations();
  await Promise.all(animations.map(({ finished }) => finished));
}

describe('accessibility', () => {
  beforeEach(() => void (document.documentElement.lang = 'en'));
  afterEach(clear);

  for (const [theme, [background, color]] of Object.entries(PAGES)) {
    for (const [name, view] of Object.entries(STATES)) {
      it(`W-15: axe finds nothing, ${name}, ${theme}`, async () => {
        document.body.style.cssText = `background: ${background}; color: ${color}; font: 16px sans-serif`;
        const { element: count } = await stage('online-count', view);
        const { element: bar } = await stage('like-bar', view);
        await settle(bar);
        await expect(count).to.be.accessible();
        await expect(bar).to.be.accessible();
      });
    }
  }

  it('W-15: axe finds nothing where a tap was refused', async () => {
    document.body.style.cssText = 'background: #fff; color: #1b1c20';
    const { element, page } = await stage('like-bar', full);
    inside(element, '.pill').click();
    page.refuse('rate_limited', 60_000);
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
    await settle(element);
    expect(inside(element, '.failure').textContent).to.contain('That was quick.');
    await expect(element).to.be.accessible();
  });
});
