/** What is done on a page before its picture is taken; each act waits until what it has done is seen. */

const ONE_LINE = { en: 'Has anybody tried it on a train?', ko: '기차에서 들어 보신 분 있어요?' };
const WITH_LINK = {
  en: 'The tape is at https://example.org/tape',
  ko: '테이프는 여기 있어요: https://example.org/tape',
};
const SENTENCE = {
  en: 'I have turned the tape over in the middle of everything, and stood up, and it does sound better for it. ',
  ko: '한창 듣다가 테이프를 뒤집으려고 일어났는데, 정말 소리가 더 좋게 들렸어요. ',
};
const long = (lang, length) => SENTENCE[lang].repeat(20).slice(0, length);

const BOX = 'comment-box >>> ';
const FIELD = `${BOX}.composer textarea`;
/** The own comment, posted or not. */
const MINE = `${BOX}article.mine`;

const press = async (page, selector) => {
  const button = await page.waitForSelector(selector);
  await page.evaluate((element) => element.click(), button);
};

/** Writes as a reader does, but all at once. */
async function write(page, text, field = FIELD) {
  const element = await page.waitForSelector(field);
  await element.focus();
  await page.keyboard.sendCharacter(text);
}

async function post(page, text) {
  await write(page, text);
  await press(page, `${BOX}.composer .post`);
  await page.waitForSelector(MINE);
}

/** Posts, and waits until the server has it. */
async function talk(page, text) {
  await post(page, text);
  await page.waitForSelector(`${MINE}:not(.unsent)`);
}

/** From now on these commands are lost on their way, whichever it is. */
const lose = (page, ...names) =>
  page.evaluate((names) => {
    const isLost = (data) => names.some((name) => String(data).includes(`"${name}"`));
    const { send } = WebSocket.prototype;
    const { fetch } = window;
    WebSocket.prototype.send = function (data) {
      if (!isLost(data)) send.call(this, data);
    };
    window.fetch = (url, options) => (isLost(options?.body) ? new Promise(() => {}) : fetch(url, options));
  }, names);

async function goOffline(page) {
  await page.setOfflineMode(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.waitForFunction(() => document.querySelector('like-bar, comment-box').state === 'offline');
}

const pill = (page) => page.$('like-bar >>> button:nth-of-type(2)');

/** By the name that a scene gives in `act`. The studio says what others do: `say`, `speak`. */
export const ACTS = {
  // ---- the bar
  async choose({ page }) {
    await (await pill(page)).click();
    await page.waitForFunction(
      () =>
        document.querySelector('like-bar').mine !== null &&
        !Object.keys(localStorage).some((key) => key.includes(':reaction:')),
    );
    await page.mouse.move(0, 0);
  },
  hoverPill: async ({ page }) => (await pill(page)).hover(),
  async focus({ page }) {
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab');
  },
  async pending({ page }) {
    await lose(page, 'reaction.set');
    await (await pill(page)).click();
    await page.mouse.move(0, 0);
    // The hour stands still; what waits for a moment to be over waits for ever.
    await page.evaluate((later) => (Date.now = () => later), (await page.evaluate(() => Date.now())) + 1_000);
    await page.waitForSelector('like-bar >>> .overdue');
  },
  async offline({ page }) {
    await goOffline(page);
    await (await pill(page)).click();
    await page.mouse.move(0, 0);
  },

  // ---- the composer
  compose: ({ page, lang }) => write(page, ONE_LINE[lang]),
  nearly: ({ page, lang }) => write(page, long(lang, 460)),
  over: ({ page, lang }) => write(page, long(lang, 512)),
  async slow({ page, lang }) {
    await talk(page, ONE_LINE[lang]);
    await write(page, ONE_LINE[lang]);
    await press(page, `${BOX}.composer .post`);
    await page.waitForSelector(`${BOX}.slow`);
  },

  // ---- own comments
  async sending({ page, lang }) {
    await lose(page, 'comment.post');
    await post(page, ONE_LINE[lang]);
    await page.waitForSelector(`${MINE} .note`);
  },
  posted: ({ page, lang }) => talk(page, ONE_LINE[lang]),
  async waiting({ page, lang }) {
    // What a writer needs comes while he writes, and the tunnel after that.
    await write(page, ONE_LINE[lang]);
    await page.waitForFunction(() =>
      ['desk', 'writer'].every((part) =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes(part)),
      ),
    );
    await goOffline(page);
    await press(page, `${BOX}.composer .post`);
    await page.waitForSelector(MINE);
    await page.waitForSelector(`${MINE} .note`);
  },
  async failed({ page, lang }) {
    await post(page, WITH_LINK[lang]);
    await page.waitForSelector(`${BOX}article.failed .note`);
  },
  async held({ page, lang }) {
    await post(page, WITH_LINK[lang]);
    await page.waitForSelector(`${MINE}:not(.unsent) .note`);
  },
  async undo({ page, lang }) {
    await talk(page, ONE_LINE[lang]);
    await press(page, `${MINE} .options`);
    await press(page, `${BOX}.menu [data-name=remove]`);
    await page.waitForSelector(`${BOX}[data-act=undo]`);
  },
  async edit({ page, lang }) {
    await talk(page, ONE_LINE[lang]);
    await press(page, `${MINE} .options`);
    await press(page, `${BOX}.menu [data-name=edit]`);
    await page.waitForSelector(`${BOX}.panel textarea`);
  },
  async menu({ page, lang }) {
    await talk(page, ONE_LINE[lang]);
    await (await page.waitForSelector(`${MINE} .options`)).click();
    await page.waitForSelector(`${BOX}.menu`);
  },
  async mine({ page, lang }) {
    await talk(page, ONE_LINE[lang]);
    await press(page, `${BOX}article:not(.mine) [data-act=up]`);
    await page.waitForSelector(`${BOX}[data-act=up][aria-pressed=true]`);
    await press(page, `${BOX}[data-act=mine]`);
    await page.waitForSelector(`${BOX}dialog li`);
  },

  // ---- comments of others
  async reply({ page, lang }) {
    await press(page, `${BOX}[data-act=reply]`);
    await write(page, ONE_LINE[lang], `${BOX}.panel textarea`);
  },
  async flag({ page }) {
    await (await page.waitForSelector(`${BOX}article .options`)).click();
    await (await page.waitForSelector(`${BOX}.menu [data-name=flag]`)).click();
    await page.waitForSelector(`${BOX}.flags`);
  },
  async vote({ page }) {
    await press(page, `${BOX}[data-act=up]`);
    await page.waitForSelector(`${BOX}[data-act=up][aria-pressed=true]`);
  },
  async link({ page, ids }) {
    await page.mouse.click(1, 1);
    // The mark would be gone before its picture is taken.
    await page.evaluate(() => {
      const { setTimeout } = window;
      window.setTimeout = (task, ms, ...rest) => (ms === 3_000 ? 0 : setTimeout(task, ms, ...rest));
    });
    await page.evaluate((id) => (location.hash = `huzzah-${id}`), ids[1]);
    await page.waitForSelector(`${BOX}.marked`);
  },
  async walk({ page }) {
    await page.keyboard.press('Tab');
    await page.focus(`${BOX}[data-act=reply]`);
    await page.keyboard.press('PageDown');
  },
  hover: async ({ page }) => (await page.waitForSelector(`${BOX}article .body`)).hover(),

  // ---- the list
  async new({ page, lang, say }) {
    const body = await page.waitForSelector(`${BOX}article .body`);
    await body.hover();
    await body.focus();
    await page.evaluate((element) => element.closest('article').focus(), body);
    for (const name of ['Priya', 'Sol', 'Noor']) await say(name, ONE_LINE[lang]);
    await page.waitForSelector(`${BOX}.new`);
  },
  async more({ page }) {
    const before = (await page.$$(`${BOX}.replies article`)).length;
    await press(page, `${BOX}[data-act=replies]`);
    await page.waitForFunction(
      (before) => document.querySelector('comment-box').shadowRoot.querySelectorAll('.replies article').length > before,
      {},
      before,
    );
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  },
  async loadFailed({ page }) {
    await page.evaluate(() => {
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = function (data) {
        send.call(this, String(data).replace(/"before":"[^"]*"/, '"before":"?"'));
      };
    });
    await press(page, `${BOX}[data-act=older]`);
    await page.waitForSelector(`${BOX}.view > .note`);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  },
  async catchUp({ page }) {
    await lose(page, 'page.join');
    await goOffline(page);
    await page.setOfflineMode(false);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.waitForFunction(() => {
      const { state, shadowRoot } = document.querySelector('comment-box');
      return state === 'catching-up' && shadowRoot.querySelector('.status').textContent !== '';
    });
  },

  // ---- the stream
  async busyStream({ page, speak }) {
    await speak(90);
    await page.waitForFunction(() => document.querySelector('comment-box').comments.length >= 98);
  },
  async behind({ page, speak }) {
    await speak(60);
    const view = await page.waitForSelector(`${BOX}.view`);
    await view.hover();
    await page.mouse.wheel({ deltaY: -600 });
    await page.waitForSelector(`${BOX}.new`);
    await speak(34);
    await page.waitForFunction(() =>
      /34/.test(document.querySelector('comment-box').shadowRoot.querySelector('.new')?.textContent),
    );
  },
};
