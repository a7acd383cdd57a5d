/** The pictures of the comment box: its threads on the article, and each of its states on a small page. */
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true };
const DESK = { width: 1280, height: 800 };
const CARD = { width: 760, height: 640 };
const SMALL = { width: 390, height: 700, isMobile: true, hasTouch: true };

/** How much was said below each article. */
export const ARTICLES = [
  { path: '/', talk: 'many', lang: 'en' },
  { path: '/ko', talk: 'many', lang: 'ko' },
  { path: '/articles/cassette-doctor', talk: 'few', lang: 'en' },
  { path: '/ko/articles/cassette-doctor', talk: 'few', lang: 'ko' },
  { path: '/articles/showcase-in-the-dark', talk: 'none', lang: 'en' },
  { path: '/ko/articles/showcase-in-the-dark', talk: 'none', lang: 'ko' },
];

const article = (path, viewport, scheme, more = {}) => {
  const { talk, lang } = ARTICLES.find((article) => article.path === path);
  const count = { none: 0, few: 3, many: 300 }[talk];
  const name = `talk-${count}-${lang}-${viewport.width}-${scheme}`;
  return { name, path, place: 'talk', viewport, scheme, talk, lang, ...more };
};

const box = (name, more = {}) => ({
  ...{ name: `box-${name}`, host: 'sans', viewport: CARD, scheme: 'light', box: '', page: 'talk' },
  ...{ site: 'default', talk: 'few', lang: 'en' },
  ...more,
});
const korean = { html: 'lang="ko"', lang: 'ko' };

export const BOX_SCENES = [
  article('/', DESK, 'light'),
  article('/', DESK, 'dark'),
  article('/', PHONE, 'light'),
  article('/', PHONE, 'dark'),
  article('/ko', DESK, 'light'),
  article('/ko', DESK, 'dark'),
  article('/ko', PHONE, 'light'),
  article('/articles/cassette-doctor', DESK, 'dark'),
  article('/articles/cassette-doctor', PHONE, 'light', { isLooked: true }),
  article('/ko/articles/cassette-doctor', DESK, 'light'),
  article('/ko/articles/cassette-doctor', PHONE, 'dark'),
  article('/articles/showcase-in-the-dark', DESK, 'light'),
  article('/articles/showcase-in-the-dark', PHONE, 'dark'),
  article('/ko/articles/showcase-in-the-dark', PHONE, 'light'),

  box('before-data', { state: 'before' }),
  box('empty', { talk: 'none' }),
  box('lively', { talk: 'lively', viewport: { width: 760, height: 1900 }, isLooked: true }),
  box('lively-phone', { talk: 'lively', viewport: { ...SMALL, height: 2200 }, host: 'night' }),
  box('lively-korean', { talk: 'lively', viewport: { ...SMALL, height: 2200 }, ...korean, isLooked: true }),
  box('composing', { act: 'compose', isLooked: true }),
  box('composing-phone', { act: 'compose', viewport: SMALL, ...korean }),
  box('nearly-full', { act: 'nearly' }),
  box('over', { act: 'over', host: 'night' }),
  box('over-phone', { act: 'over', viewport: SMALL }),
  box('sending', { act: 'sending' }),
  box('posted', { act: 'posted' }),
  box('waiting-offline', { act: 'waiting' }),
  box('waiting-offline-korean', { act: 'waiting', viewport: SMALL, ...korean }),
  box('failed', { act: 'failed', site: 'strict', isLooked: true }),
  box('failed-phone', { act: 'failed', site: 'strict', viewport: SMALL, ...korean }),
  box('held', { act: 'held', site: 'held' }),
  box('held-phone', { act: 'held', site: 'held', viewport: SMALL, host: 'night' }),
  box('undo', { act: 'undo' }),
  box('reply', { act: 'reply' }),
  box('reply-phone', { act: 'reply', viewport: SMALL, ...korean }),
  box('edit', { act: 'edit' }),
  box('menu', { act: 'menu' }),
  box('menu-phone', { act: 'menu', viewport: SMALL, host: 'night' }),
  box('flag', { act: 'flag' }),
  box('flag-phone', { act: 'flag', viewport: SMALL, ...korean }),
  box('mine', { act: 'mine' }),
  box('mine-phone', { act: 'mine', viewport: SMALL, host: 'night', ...korean }),
  box('deep-link', { act: 'link', talk: 'lively', isLooked: true }),
  box('focused-comment', { act: 'walk' }),
  box('hover', { act: 'hover' }),
  box('new', { act: 'new', talk: 'lively' }),
  box('new-phone', { act: 'new', talk: 'lively', viewport: SMALL, ...korean }),
  box('more', { act: 'more', talk: 'many' }),
  box('load-failed', { act: 'loadFailed', talk: 'many' }),
  box('catching-up', { act: 'catchUp' }),
  box('locked', { site: 'locked' }),
  box('locked-korean', { site: 'locked', viewport: SMALL, ...korean }),
  box('slow-mode', { act: 'slow', site: 'slow' }),
  box('votes-both', { act: 'vote', box: 'votes="both"' }),
  box('right-to-left', { talk: 'lively', html: 'dir="rtl"', act: 'compose', isLooked: true }),
  box('280-px', { talk: 'lively', act: 'compose', viewport: { ...SMALL, width: 280, height: 900 }, isLooked: true }),
  box('280-px-korean', { talk: 'lively', viewport: { ...SMALL, width: 280, height: 900 }, ...korean }),
  box('serif-host', { host: 'serif', talk: 'lively' }),
  box('large-type', { host: 'large', act: 'compose', viewport: { width: 760, height: 1000 } }),
  box('dark-host-without-color-scheme', { host: 'night', talk: 'lively', act: 'compose' }),
  box('light-host-on-a-dark-phone', { scheme: 'dark', viewport: SMALL }),
  box('loud-brand', { host: 'loud', act: 'compose' }),
  box('forced-colours', { act: 'over', forcedColours: true, isLooked: true }),
  box('stream-quiet', { box: 'layout="stream"', talk: 'stream' }),
  box('stream-empty', { box: 'layout="stream"', talk: 'none' }),
  box('stream-busy', { box: 'layout="stream"', talk: 'stream', act: 'busyStream', isLooked: true }),
  box('stream-behind', { box: 'layout="stream"', talk: 'stream', act: 'behind', host: 'night' }),
  box('stream-phone', { box: 'layout="stream"', talk: 'stream', act: 'busyStream', viewport: SMALL, ...korean }),
];
