import { TestServer } from '@huzzah/client/testing';
import { expect, fixture, html } from '@open-wc/testing';
import './define.js';
import { shownText, until } from './testing/stage.js';

describe('elements over a test server', () => {
  it('TS-7: come alive, and show what other visitors do', async () => {
    const server = new TestServer({ url: 'https://talk.test' });
    const ben = server.connect('Ben').page('a');
    ben.subscribe(() => {});
    const shown = await fixture(html`
      <div>
        <online-count server="https://talk.test" page="a"></online-count>
        <like-bar server="https://talk.test" page="a"></like-bar>
      </div>
    `);
    const count = shown.querySelector('online-count')!;
    const bar = shown.querySelector('like-bar')!;
    await until(() => bar.state === 'live' && shownText(count) === '2 online', 'both to be there');
    await ben.setReaction('wow');
    await until(() => shownText(bar).includes('Wow 1'), 'what Ben did');
    bar.shadowRoot!.querySelector('button')!.click();
    await until(() => ben.view.tally?.counts['like'] === 1, 'what the reader did');
    expect(server.page('a').tally.counts).to.include({ like: 1, wow: 1 });
    shown.remove();
    server.close();
  });
});
