import { expect } from '@open-wc/testing';
import { allInside, clear, inside } from '../testing/stage.js';
import { stageBox } from '../testing/stage-box.js';
import { comment, item } from '../testing/staged-thread.js';

/** What of a text becomes links, and the whole text as it is read. */
async function linksOf(body: string): Promise<{ links: HTMLAnchorElement[]; text: string }> {
  const { element } = await stageBox({ items: [item(comment(1, { body }))] });
  return {
    links: allInside<HTMLAnchorElement>(element, '.body a'),
    text: inside(element, '.body').textContent,
  };
}

describe('the text of a comment', () => {
  afterEach(clear);

  for (const [body, ...addresses] of [
    ['https://a.example'],
    ['see http://a.example/b?c=d#e.', 'http://a.example/b?c=d#e'],
    ['(https://a.example/b)', 'https://a.example/b'],
    ['https://a.example/wiki/Seal_(animal)', 'https://a.example/wiki/Seal_(animal)'],
    ['https://a.example, https://b.example!', 'https://a.example', 'https://b.example'],
    ['「https://a.example/한글」', 'https://a.example/한글'],
    ['HTTPS://A.EXAMPLE', 'HTTPS://A.EXAMPLE'],
    ['https://[::1]:3000/x', 'https://[::1]:3000/x'],
  ] as const) {
    it(`CB-12: has ${addresses.length || 1} link in “${body}”`, async () => {
      const { links, text } = await linksOf(body);
      expect(links.map((link) => link.textContent)).to.deep.equal(addresses.length > 0 ? addresses : [body]);
      expect(text).to.equal(body);
      for (const link of links) {
        expect(link.protocol).to.match(/^https?:$/);
        expect(link.rel).to.equal('nofollow ugc noopener noreferrer');
        expect(link.target).to.equal('_blank');
      }
    });
  }

  for (const body of [
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'ftp://a.example/x',
    'file:///etc/passwd',
    'https://',
    'https://user:word@a.example/',
    'https://good.example@evil.example/',
    'xhttps://a.example',
    'a.example/b',
    'http:/a.example',
    'https://a b.example:99999999/',
  ]) {
    it(`CB-12: has no link in “${body}”`, async () => {
      const { links, text } = await linksOf(body);
      expect(links.filter(({ hostname }) => hostname !== 'a')).to.deep.equal([]);
      expect(text).to.equal(body);
    });
  }

  it('CB-12: keeps its lines and spaces, and has no markup', async () => {
    const body = 'one\n  two\n\n<b>three</b> &amp; **four**';
    const { text, links } = await linksOf(body);
    expect(text).to.equal(body);
    expect(links).to.have.length(0);
  });

  it('CB-12: is read in its own direction', async () => {
    const { element } = await stageBox({ items: [item(comment(1, { body: 'שלום לכולם' }))] });
    expect(getComputedStyle(inside(element, '.body')).unicodeBidi).to.equal('plaintext');
    expect(inside(element, '.author').localName).to.equal('bdi');
  });
});
