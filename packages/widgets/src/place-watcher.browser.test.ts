import { expect } from '@open-wc/testing';
import { stagePages } from './page-source.js';
import { clear, until } from './testing/stage.js';
import { StagedPage } from './testing/staged-page.js';

const start = location.href;
const address = (path: string) => new URL(path, start).href;

describe('an element without a page of its own', () => {
  let asked: string[];
  let end: () => void;

  beforeEach(() => {
    asked = [];
    end = stagePages((_server, _site, page) => {
      asked.push(page);
      return new StagedPage();
    });
  });

  afterEach(() => {
    end();
    clear();
    document.querySelector('link[rel=canonical]')?.remove();
    history.replaceState(null, '', start);
  });

  async function put(attributes: Record<string, string> = {}): Promise<void> {
    const element = document.createElement('online-count');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    await element.updateComplete;
  }

  function canonical(href: string): void {
    const link = document.querySelector<HTMLLinkElement>('link[rel=canonical]') ?? document.createElement('link');
    link.rel = 'canonical';
    link.href = href;
    document.head.append(link);
  }

  it('W-6: follows pushState, replaceState and the way back', async () => {
    await put();
    history.pushState(null, '', '/one');
    await until(() => asked.at(-1) === address('/one'), 'the pushed address');
    history.replaceState(null, '', '/two?x=1');
    await until(() => asked.at(-1) === address('/two?x=1'), 'the replaced address');
    history.back();
    await until(() => asked.at(-1) === start, 'the address before');
  });

  it('W-6: is not moved by a fragment', async () => {
    await put();
    history.pushState(null, '', '#comments');
    history.pushState(null, '', '/one');
    await until(() => asked.at(-1) === address('/one'), 'the address after');
    expect(asked).to.deep.equal([start, address('/one')]);
  });

  it('W-6: leaves a canonical that stayed behind, and takes one that came later', async () => {
    canonical('/canonical-one');
    await put();
    expect(asked).to.deep.equal([address('/canonical-one')]);
    history.pushState(null, '', '/two');
    await until(() => asked.at(-1) === address('/two'), 'the address alone');
    canonical('/canonical-two');
    await until(() => asked.at(-1) === address('/canonical-two'), 'the new canonical');
    history.back();
    await until(() => asked.at(-1) === start, 'the first address');
  });

  it('W-6: one with a page of its own stays there', async () => {
    await put({ page: 'lobby' });
    history.pushState(null, '', '/one');
    await put();
    expect(asked).to.deep.equal(['lobby', address('/one')]);
  });

  it('W-6: with the last element nothing of ours is left in the history', async () => {
    await put();
    clear();
    expect(Object.getOwnPropertyNames(history)).to.deep.equal([]);
  });
});
