import assert from 'node:assert/strict';
import type { Occupancy } from '@huzzah/protocol';
import type { OccupancyListener, Presence } from '../core/ports.js';
import { refKey } from '../core/ref-key.js';
import { eventually } from './eventually.js';
import { A, B, type SuiteRunner } from './store-case.js';

/** Where nodes meet. */
export interface PresencePlace {
  /** A node's presence. */
  open(listener: OccupancyListener): Promise<Presence>;
  /** Ends that node without a word. */
  kill(presence: Presence): void;
  /** Takes away from all nodes what they meet by; returns what brings it back, with nothing in it. */
  stall(): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

/** A node, with what it was told last of each page. */
interface Node {
  readonly presence: Presence;
  readonly told: Map<string, Occupancy>;
}

/** The laws of {@link Presence}. */
export function presenceSuite(
  name: string,
  { describe, it }: Pick<SuiteRunner, 'describe' | 'it'>,
  makePlace: () => Promise<PresencePlace>,
): void {
  const law = (title: string, run: (place: PresencePlace, nodes: readonly [Node, Node, Node]) => Promise<void>) =>
    it(title, async () => {
      const place = await makePlace();
      const open = async () => {
        const told: Node['told'] = new Map();
        return { presence: await place.open((ref, occupancy) => void told.set(refKey(ref), occupancy)), told };
      };
      const nodes = [await open(), await open(), await open()] as const;
      try {
        await run(place, nodes);
      } finally {
        await Promise.all(nodes.map(({ presence }) => presence.close()));
        await place.remove();
      }
    });
  const agree = (nodes: readonly Node[], visitors: number, connections: number, ref = A) =>
    eventually(() =>
      nodes.every(({ told }) => {
        const { [refKey(ref)]: occupancy } = Object.fromEntries(told);
        return occupancy?.visitors === visitors && occupancy.connections === connections;
      }),
    );

  describe(`presence: ${name}`, () => {
    law('P-1: a visitor at two nodes is one visitor, and each of his connections is one', async (_place, [a, b]) => {
      a.presence.join(A, 'ann');
      a.presence.join(A, 'ann');
      b.presence.join(A, 'ann');
      b.presence.join(A, 'bob');
      b.presence.join(B, 'bob');
      await agree([a, b], 2, 4);
      await agree([b], 1, 1, B);
      b.presence.leave(A, 'ann');
      await agree([a, b], 2, 3);
      a.presence.leave(A, 'ann');
      a.presence.leave(A, 'ann');
      await agree([b], 1, 1);
      b.presence.leave(A, 'nobody');
      assert.deepEqual(
        await a.presence.read([B, A, B]),
        [1, 1, 1].map((one) => ({ visitors: one, connections: one })),
      );
    });

    law(
      'P-2: what changes is told to every node with a visitor there, and all end with the same',
      async (_place, nodes) => {
        const here: string[][] = [[], [], []];
        for (let step = 0; step < 600; step += 1) {
          const at = step % 3;
          const visitorId = `v-${(step * 7) % 40}`;
          const list = here[at]!;
          if (step % 5 === 4 && list.length > 1) nodes[at]!.presence.leave(A, list.shift()!);
          else {
            nodes[at]!.presence.join(A, visitorId);
            list.push(visitorId);
          }
          if (step % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        const all = here.flat();
        await agree(nodes, new Set(all).size, all.length);
        for (const at of [0, 1]) for (const visitorId of here[at]!.splice(0)) nodes[at]!.presence.leave(A, visitorId);
        await agree([nodes[2]], new Set(here[2]).size, here[2]!.length);
      },
    );

    law(
      'P-3: a node that ends without a word is counted no more, also where nobody else is there',
      async (place, [a, b, c]) => {
        for (let i = 0; i < 3_000; i += 1) a.presence.join(A, `v-${i}`);
        a.presence.join(B, 'ann');
        b.presence.join(A, 'v-1');
        await agree([a, b], 3_000, 3_001);
        place.kill(a.presence);
        await agree([b], 1, 1);
        await eventually(async () => (await c.presence.read([B]))[0]!.visitors === 0);
      },
    );

    law(
      'P-4: where nothing can be asked it goes on from memory, and is right again after, with nothing kept',
      async (place, [a, b]) => {
        a.presence.join(A, 'ann');
        b.presence.join(A, 'bob');
        await agree([a, b], 2, 2);
        const mend = await place.stall();
        a.presence.join(A, 'cat');
        a.presence.join(B, 'cat');
        await agree([a], 3, 3);
        assert.deepEqual(await a.presence.read([A, B]), [
          { visitors: 3, connections: 3 },
          { visitors: 1, connections: 1 },
        ]);
        b.presence.leave(A, 'bob');
        b.presence.join(A, 'dan');
        b.presence.join(A, 'eve');
        await mend();
        await agree([a, b], 4, 4);
      },
    );

    law('P-5: who has joined is counted in, and pages come in the order asked for', async (_place, [a, b]) => {
      b.presence.join(A, 'bob');
      a.presence.join(B, 'ann');
      await agree([b], 1, 1);
      await agree([a], 1, 1, B);
      a.presence.join(A, 'ann');
      const [one, two] = [1, 2].map((count) => ({ visitors: count, connections: count }));
      assert.deepEqual(await a.presence.read([B, A, A]), [one, two, two]);
    });
  });
}
