import { HAS_REDIS } from '@huzzah/server/testing';
import { describe, expect, it, vi } from 'vitest';
import { startCluster, startNode, startRedis } from '../helpers/nodes.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const PAGE = 'https://news.example/a';

const WHERE = [
  ['one Redis', async () => (await startRedis()).url],
  ['a cluster of three masters', async () => (await startCluster()).url],
] as const;

/** All that a visitor was told of his page, folded as a reader folds it. */
function folded({ pulses }: Visitor) {
  return Object.assign({}, ...pulses) as Visitor['pulses'][number];
}

describe.skipIf(!HAS_REDIS).each(WHERE)('many nodes on %s', (_name, store) => {
  it('ND-1: what is done on one node is seen on the others', async () => {
    const url = await store();
    const nodes = await Promise.all([1, 2, 3].map(() => startNode(url)));
    const readers = await Promise.all(nodes.map((node) => Visitor.connect(node.url)));
    for (const reader of readers) expect(await reader.join(PAGE)).toMatchObject({ ok: true });
    const [a, b] = readers as [Visitor, Visitor, Visitor];
    const first = await a.react(PAGE, 'like');
    expect(first, JSON.stringify(first)).toMatchObject({ ok: true });
    expect(await b.react(PAGE, 'wow')).toMatchObject({ ok: true });
    for (const reader of readers) {
      await vi.waitFor(() => expect(folded(reader).tally).toMatchObject({ counts: { like: 1, wow: 1 } }), soon);
      await vi.waitFor(() => expect(folded(reader).occupancy).toEqual({ visitors: 3, connections: 3 }), soon);
    }
  });
});
