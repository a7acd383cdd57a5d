/** Host pages of a few lines, each with a taste of its own. */
const HOSTS = {
  sans: `body { font: 17px/1.5 'Eighth Rest Sans', sans-serif; background: #fff; color: #222; }`,
  serif: `body { font: 19px/1.6 'Eighth Rest Serif', serif; background: #fbf7ee; color: #33291c; }`,
  // As for one who has doubled the size of all text.
  large: `body { font: 34px/1.5 'Eighth Rest Sans', sans-serif; background: #fff; color: #222; }`,
  // Dark by its own colours alone: no color-scheme, and the system says light.
  night: `body { font: 17px/1.5 'Eighth Rest Sans', sans-serif; background: #14161a; color: #e8e6e1; }`,
  loud: `body { font: 17px/1.5 'Eighth Rest Sans', sans-serif; background: #fff7d6; color: #1b1b1b; }
    like-bar, online-count, comment-box { --huzzah-accent: #ff2d00; --huzzah-like: #ff2d00; --huzzah-live: #ff2d00; --huzzah-radius: 4px; }`,
};

const COUNTS = `<online-count></online-count>
  <p>The tiles come down in January. He has kept one, he says, in case anybody needs to clap.</p>
  <like-bar></like-bar>`;

/** The page of a scene, whose widgets stand to `server`. */
export function hostPage({ html = 'lang="en"', host, box, page }, { server, site, script }) {
  return `<!doctype html><html ${html}><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <style>
      @font-face { font-family: 'Eighth Rest Sans'; src: url('/fonts/eighth-rest-sans-400-hangul.woff2'); unicode-range: U+3000-D7FF; }
      @font-face { font-family: 'Eighth Rest Sans'; font-weight: 600; src: url('/fonts/eighth-rest-sans-600-hangul.woff2'); unicode-range: U+3000-D7FF; }
      @font-face { font-family: 'Eighth Rest Sans'; src: url('/fonts/eighth-rest-sans-400-latin.woff2'); unicode-range: U+0-2FFF, U+AD6D, U+C5B4, U+D55C; }
      @font-face { font-family: 'Eighth Rest Sans'; font-weight: 600; src: url('/fonts/eighth-rest-sans-600-latin.woff2'); unicode-range: U+0-2FFF, U+AD6D, U+C5B4, U+D55C; }
      @font-face { font-family: 'Eighth Rest Serif'; src: url('/fonts/eighth-rest-serif.woff2'); font-weight: 400 600; }
      body { margin: 0; padding: 24px; } p { margin: 0 0 16px; } online-count { margin-bottom: 16px; }
      ${HOSTS[host]}
    </style>
    ${box === undefined ? COUNTS : `<comment-box ${box}></comment-box>`}
    <script async src="${script}" data-server="${server}" data-site="${site}" data-page="${page}"></script>`;
}
