import { onTestFinished, vi } from 'vitest';
import { openThread } from '../thread/open-thread.js';
import type { ShownComment, Thread, ThreadOptions } from '../thread/thread-view.js';
// Loaded by the first who asks for more, the first news and the first that is written: here at once.
import '../thread/lists.js';
import '../thread/news.js';
import '../thread/writer.js';
import { ModelNetwork } from './model-network.js';

/** A thread over a network that works at once, before which `told` happened on the server. */
export async function openTalk(options: ThreadOptions = {}, told: (network: ModelNetwork) => void = () => {}) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 });
  // The lock of all tabs would be one of all tests.
  vi.stubGlobal('navigator', {});
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const network = new ModelNetwork();
  told(network);
  const thread = openThread(network.page, options);
  onTestFinished(thread.subscribe(() => {}));
  network.connect();
  await network.flow();
  return { network, thread, talk: network.talk, flow: () => network.flow() };
}

/** So many comments by somebody else. */
export function posts(count: number, prefix = 'c') {
  return ({ talk }: ModelNetwork) => {
    for (let i = 1; i <= count; i += 1) talk.post(`${prefix}${i}`, 'ana', null, `text ${i}`);
  };
}

/** What is shown, by its ids; one's own by its text. */
export function shown({ view }: Thread): string[] {
  const name = ({ comment, isMine }: ShownComment) => (isMine ? comment.body : comment.id);
  return view.items.flatMap((item) => [name(item), ...item.replies.map((reply) => `  ${name(reply)}`)]);
}
