import { pause, repeat } from './crowd.js';
import type { WireClient } from './wire-client.js';

const SENTENCE = 'Eleven seconds in which nobody sings, and everybody on the train looked up. ';
const PULSE_MS = 500;

interface NewComment {
  readonly page: string;
  readonly n: number;
  readonly parentId?: string | undefined;
}

/** Posts a comment of one line up to eight; resolves with its id. */
async function post(client: WireClient, { page, n, parentId }: NewComment): Promise<string> {
  const reply = await client.ask('comment.post', {
    page,
    body: `${n}: ${SENTENCE.repeat(1 + ((n * 7) % 4))}`,
    commandId: crypto.randomUUID(),
    ...(parentId !== undefined && { parentId }),
  });
  return (JSON.parse(reply) as [{ comment: { id: string } }])[0].comment.id;
}

/** Fills a page, every fifth comment an answer to one before it; resolves with the ids of the others, by number. */
export async function write(client: WireClient, page: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  await repeat(count, async (n) => {
    const parentId = n % 5 === 4 ? ids[n - 60] : undefined;
    const id = await post(client, { page, n, parentId });
    if (parentId === undefined) ids[n] = id;
  });
  return ids;
}

/** For as long as something takes: twice a second three comments, a reply, two votes and an edit. */
export async function whileOthersTalk(
  [author, voter]: readonly [WireClient, WireClient],
  page: string,
  during: () => Promise<unknown>,
): Promise<void> {
  let isOver = false;
  const talk = async () => {
    const ids: string[] = [];
    for (let n = 0; !isOver; n += 3) {
      const command = (id: string) => ({ page, id, commandId: crypto.randomUUID() });
      const old = ids.slice(-3);
      const [first] = old;
      await Promise.all([
        pause(PULSE_MS),
        ...[n, n + 1, n + 2].map(async (number) => ids.push(await post(author, { page, n: number }))),
        ...(first === undefined ? [] : [post(author, { page, n, parentId: first })]),
        ...old.slice(1).map((id) => voter.ask('comment.vote', { ...command(id), value: 1 })),
        ...old.slice(0, 1).map((id) => author.ask('comment.edit', { ...command(id), body: `Edited. ${SENTENCE}` })),
      ]);
    }
  };
  await Promise.all([during().finally(() => (isOver = true)), talk()]);
}
