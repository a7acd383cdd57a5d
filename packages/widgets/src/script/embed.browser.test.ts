import { expect } from '@open-wc/testing';
import type { LikeBarElement } from '../index.js';
import { shownText, until } from '../testing/stage.js';

const EMBED = '/packages/widgets/dist/embed';
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; " +
  "require-trusted-types-for 'script'; trusted-types huzzah";

interface Manifest {
  version: string;
  whole: { file: string; integrity: string };
  files: Record<string, { bytes: number; isImmutable: boolean }>;
}

interface PageOptions {
  csp?: string;
  lang?: string;
}

const script = (src = `${EMBED}/embed.js`, attributes = '') => `<script async src="${src}" ${attributes}></script>`;

/** Somebody does something in the page: what answers him comes once he is near the comments. */
const stirs = (page: Window & typeof globalThis) => page.document.dispatchEvent(new page.Event('scroll'));

describe('the embed', () => {
  let frame: HTMLIFrameElement;
  let manifest: Manifest;

  before(async () => {
    manifest = (await (await fetch(`${EMBED}/manifest.json`)).json()) as Manifest;
  });

  afterEach(() => frame.remove());

  async function open(body: string, options: PageOptions = {}): Promise<Window & typeof globalThis> {
    frame = document.createElement('iframe');
    frame.src = `/embed-page/?${new URLSearchParams({ body, ...options }).toString()}`;
    const loaded = new Promise((resolve) => (frame.onload = resolve));
    document.body.append(frame);
    await loaded;
    return frame.contentWindow as Window & typeof globalThis;
  }

  async function add(page: Window, src: string): Promise<void> {
    const tag = page.document.createElement('script');
    tag.src = src;
    const loaded = new Promise((resolve) => (tag.onload = resolve));
    page.document.body.append(tag);
    await loaded;
  }

  const requested = (page: Window) =>
    page.performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/').at(-1)!);

  async function shows(page: Window, tag: string, text: string): Promise<LikeBarElement> {
    const find = () => page.document.querySelector<LikeBarElement>(tag);
    await until(() => find()?.shadowRoot && shownText(find()!) === text, `<${tag}> to show “${text}”`);
    return find()!;
  }

  it('EM-1: brings what the page uses to life, and loads no more', async () => {
    const page = await open(`<online-count></online-count>${script()}`);
    await shows(page, 'online-count', '0 online');
    expect(
      requested(page).filter((name) => /^(all|like-bar|comment-box|talk|desk|news|reaction|stream|ko)-/.test(name)),
    ).to.deep.equal([]);
  });

  it('EM-1: brings to life what appears later', async () => {
    const page = await open(script());
    await until(() => page.huzzah, 'the global');
    expect(requested(page).filter((name) => name.startsWith('core'))).to.deep.equal([]);
    page.document.body.append(page.document.createElement('like-bar'));
    await until(() => page.customElements.get('like-bar'), 'the class');
    const bar = page.document.querySelector('like-bar')!;
    await bar.updateComplete;
    expect(shownText(bar)).to.contain('Like 0 | Wow 0 | Dislike 0 | Angry 0');
  });

  it('EM-1: of a box loads what answers to a reader once he stirs', async () => {
    const page = await open(`<comment-box></comment-box>${script()}`);
    await until(() => page.document.querySelector('comment-box')?.shadowRoot?.querySelector('textarea'), 'the box');
    const box = page.document.querySelector('comment-box')!;
    expect(requested(page).filter((name) => /^(desk|stream)-/.test(name))).to.deep.equal([]);
    await until(() => stirs(page) && box.shadowRoot!.querySelector('kbd'), 'its desk');
    expect(requested(page).filter((name) => /^stream-/.test(name))).to.deep.equal([]);
  });

  it('EM-31: of a bar loads what follows a tap once somebody is near one', async () => {
    const page = await open(`<like-bar></like-bar>${script()}`);
    await until(() => page.document.querySelector('like-bar')?.shadowRoot?.querySelector('button'), 'the bar');
    const isLoaded = () => requested(page).some((name) => name.startsWith('reaction-'));
    expect(isLoaded()).to.equal(false);
    const stir = new PointerEvent('pointerover', { bubbles: true, composed: true });
    page.document.querySelector('like-bar')!.shadowRoot!.querySelector('button')!.dispatchEvent(stir);
    await until(isLoaded, 'what follows a tap');
  });

  it('EM-2: twice is once', async () => {
    const page = await open(`<online-count></online-count>${script()}${script(`${EMBED}/embed.js?v=2`)}`);
    await shows(page, 'online-count', '0 online');
    const first = page.huzzah;
    await add(page, `${EMBED}/embed.js?v=3`);
    expect(page.huzzah).to.equal(first);
    expect(new Set(requested(page).filter((name) => name.startsWith('core'))).size).to.equal(1);
  });

  it('EM-3: what the script says stands for elements that say nothing', async () => {
    const page = await open(
      `<online-count></online-count>${script(undefined, 'data-server="http://localhost:1" data-site="news" data-page="lobby"')}`,
    );
    await shows(page, 'online-count', '0 online');
    await until(
      () =>
        page.performance.getEntriesByType('resource').some(({ name }) => name.includes('/sites/news/page?page=lobby')),
      'the page that the script names',
    );
  });

  it('EM-3: without it, the server is where the script came from', async () => {
    const page = await open('<online-count></online-count>');
    const asked: string[] = [];
    page.WebSocket = class extends WebSocket {
      constructor(address: string | URL) {
        super(address);
        asked.push(String(address));
      }
    };
    await add(page, `${EMBED}/embed.js`);
    await until(() => asked.length > 0, 'a connection');
    expect(asked[0]).to.match(new RegExp(`^ws://${location.host}/socket\\.io/`));
  });

  for (const [name, src] of [
    ['the chunks', () => `${EMBED}/embed.js`],
    ['the whole file', () => `${EMBED}/${manifest.whole.file}`],
  ] as const) {
    it(`EM-4: works under a strict policy with Trusted Types (${name})`, async () => {
      const scripts = [1, 2].map((times) => `<script async src="${src()}?${times}"></script>`).join('');
      const page = await open(
        `<comment-box></comment-box><online-count></online-count><like-bar></like-bar>${scripts}`,
        {
          csp: STRICT,
          lang: 'ko',
        },
      );
      await shows(page, 'online-count', '0명 접속 중');
      await shows(page, 'like-bar', '이 글, 어떻게 생각하세요? | 좋아요 0 | 놀라워요 0 | 싫어요 0 | 화나요 0');
      // Nobody answers here: it has words, and no field.
      await shows(page, 'comment-box', '댓글');
      await until(
        () => stirs(page) && page.document.querySelector('comment-box')!.shadowRoot!.adoptedStyleSheets.length > 5,
        'its desk',
      );
      expect((page as unknown as { violations: string[] }).violations).to.deep.equal([]);
    });
  }

  it('EM-5: tries for a missing chunk until it is there', async () => {
    const page = await open(`<online-count></online-count>${script('/embed-page/missing/embed.js')}`);
    await shows(page, 'online-count', '0 online');
    expect(requested(page).filter((name) => name.startsWith('core')).length).to.be.greaterThan(2);
  });

  it('EM-5: where WebSocket is blocked, tries for what polls until it is there', async () => {
    const page = await open('<online-count></online-count>');
    Reflect.deleteProperty(page, 'WebSocket');
    await add(page, '/embed-page/missing/embed.js');
    const polls = () =>
      page.performance.getEntriesByType('resource').some(({ name }) => /transport=polling/.test(name));
    await until(polls, 'a poll');
    expect(requested(page).filter((name) => name.startsWith('trouble')).length).to.be.greaterThan(1);
  });

  it('EM-6: is ready once all that the page has is alive', async () => {
    const page = await open(`${script()}<like-bar></like-bar><online-count></online-count>`);
    await until(() => page.huzzah, 'the global');
    await page.huzzah!.ready;
    expect(page.customElements.get('like-bar')).not.to.equal(undefined);
    expect(page.customElements.get('online-count')).not.to.equal(undefined);
    expect(page.huzzah!.version).to.equal(manifest.version);
  });

  it('EM-6: destroyed, it leaves the page as it is; loaded again, comes back', async () => {
    const page = await open(`<online-count></online-count>${script()}`);
    const count = await shows(page, 'online-count', '0 online');
    page.huzzah!.destroy();
    expect(page.huzzah).to.equal(undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shownText(count)).to.equal('0 online');
    await add(page, `${EMBED}/embed.js?again`);
    await page.huzzah!.ready;
    expect(shownText(count)).to.equal('0 online');
  });

  it('EM-14: what signs a reader on is loaded by who says that he is one, before there are elements or after', async () => {
    const isLoaded = (page: Window) => requested(page).some((name) => name.startsWith('sign-on-'));
    const early = await open(script());
    await until(() => early.huzzah, 'the global');
    early.huzzah!.identify('x.y.z');
    expect(isLoaded(early)).to.equal(false);
    early.document.body.append(early.document.createElement('like-bar'));
    await until(() => isLoaded(early), 'what signs on');
    frame.remove();
    const late = await open(`<online-count></online-count>${script()}`);
    await shows(late, 'online-count', '0 online');
    expect(isLoaded(late)).to.equal(false);
    late.huzzah!.identify(() => 'x.y.z');
    await until(() => isLoaded(late), 'what signs on');
    frame.remove();
    const whole = await open(`<online-count></online-count>${script(`${EMBED}/${manifest.whole.file}`)}`);
    await shows(whole, 'online-count', '0 online');
    expect(whole.huzzah!.identify(null)).to.equal(undefined);
  });

  it('EM-7: a Korean page is never drawn in English', async () => {
    const page = await open('', { lang: 'ko-KR' });
    const seen = new Set<string>();
    const look = () => {
      const count = page.document.querySelector('online-count');
      if (count?.shadowRoot) seen.add(shownText(count));
      if (frame.isConnected) page.requestAnimationFrame(look);
    };
    look();
    page.document.body.append(page.document.createElement('online-count'));
    await add(page, `${EMBED}/embed.js`);
    await shows(page, 'online-count', '0명 접속 중');
    await until(() => seen.has('0명 접속 중'), 'a frame');
    expect([...seen].filter((text) => text !== '')).to.deep.equal(['0명 접속 중']);
  });

  it('EM-8: one whole file, with its integrity', async () => {
    const { file, integrity } = manifest.whole;
    const page = await open(`<like-bar></like-bar>${script(`${EMBED}/${file}`, `integrity="${integrity}"`)}`);
    await shows(page, 'like-bar', 'What do you think about this post? | Like 0 | Wow 0 | Dislike 0 | Angry 0');
    expect(requested(page).filter((name) => /^(core|like-bar|ko)-/.test(name))).to.deep.equal([]);
  });

  it('EM-9: asks nobody but the server it came from', async () => {
    localStorage.clear();
    sessionStorage.clear();
    const page = await open(`<online-count></online-count><like-bar></like-bar>${script()}`);
    await shows(page, 'online-count', '0 online');
    const origins = page.performance.getEntriesByType('resource').map(({ name }) => new URL(name).host);
    expect([...new Set(origins)]).to.deep.equal([location.host]);
    expect(page.localStorage.length + page.sessionStorage.length).to.equal(0);
    expect(page.document.cookie).to.equal('');
  });

  describe('a page with all elements', () => {
    const all = '<online-count></online-count><like-bar></like-bar>';
    const first = (page: Window) => requested(page).filter((name) => /^(all|core|like-bar|comment-box)-/.test(name));

    it('EM-13: has them in one file where they are in view, and goes on so when it comes back', async () => {
      const page = await open(`${all}<comment-box></comment-box>${script()}`);
      await page.huzzah!.ready;
      await shows(page, 'online-count', '0 online');
      for (const tag of ['like-bar', 'comment-box']) expect(page.customElements.get(tag)).not.to.equal(undefined);
      page.huzzah!.destroy();
      page.document.querySelector('comment-box')!.remove();
      await add(page, `${EMBED}/embed.js?again`);
      await page.huzzah!.ready;
      expect(new Set(first(page).map((name) => name.split('-')[0]))).to.deep.equal(new Set(['all']));
    });

    it('EM-13: has them apart where the comments are far', async () => {
      const far = '<p><svg height="5000"></svg></p>';
      const page = await open(`${all}${far}<comment-box></comment-box>${script()}`);
      await page.huzzah!.ready;
      await shows(page, 'online-count', '0 online');
      expect(first(page).filter((name) => name.startsWith('all'))).to.deep.equal([]);
      expect(requested(page).filter((name) => name.startsWith('talk'))).to.deep.equal([]);
    });

    it('EM-13: and goes on so where the others come later', async () => {
      const page = await open(`<online-count></online-count>${script()}`);
      await page.huzzah!.ready;
      page.document.body.append(...['like-bar', 'comment-box'].map((tag) => page.document.createElement(tag)));
      await until(() => page.customElements.get('comment-box'), 'the class');
      page.huzzah!.destroy();
      await add(page, `${EMBED}/embed.js?again`);
      await page.huzzah!.ready;
      expect(first(page).filter((name) => name.startsWith('all'))).to.deep.equal([]);
    });
  });

  it('EM-12: a text inside an element stays until it comes alive', async () => {
    const page = await open('<like-bar>Reactions need scripts.</like-bar>');
    const bar = page.document.querySelector('like-bar')!;
    expect(bar.shadowRoot).to.equal(null);
    expect(bar.innerText).to.equal('Reactions need scripts.');
  });
});
