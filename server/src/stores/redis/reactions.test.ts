import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { postBy } from '../../testing/talk.js';
import { VisitorKeys } from './keys.js';
import { callsOf, hasRedis, opened, PAGE, refusal, startRedis, telling, wish } from './scratch.test.util.js';
import { packVisitor } from './short-ids.js';

describe('reactions over Redis', () => {
  it('RD-61: those on a page of one turn of the loop are one call, each with its own outcome, in the order of the calls', async () => {
    if (!hasRedis('RD-61')) return;
    const server = await startRedis();
    const { told, onCommit } = telling();
    const store = await opened(server.url, { onCommit });
    const first = wish('like');
    await store.setReaction(first);
    const before = await callsOf(server);
    const outcomes = await Promise.all(
      [
        first,
        { ...first, kind: 'wow' },
        wish('wow'),
        wish(null),
        { ...wish('sad', 'ben'), onlyIfKnown: true },
        wish('wow', 'ben'),
        wish('wow', 'ben'),
      ].map((write) => store.setReaction(write)),
    );
    const record = (await store.readPages([PAGE]))[0]!;
    expect(await callsOf(server)).toBe(before + 1);
    expect(record).toMatchObject({ version: 4, counts: { like: 0, wow: 1 } });
    expect(outcomes).toEqual([
      { status: 'repeated', record, mine: 'like', previous: 'like' },
      { status: 'conflict' },
      { status: 'applied', record, mine: 'wow', previous: 'like' },
      { status: 'applied', record, mine: null, previous: 'wow' },
      { status: 'unknown' },
      { status: 'applied', record, mine: 'wow', previous: null },
      { status: 'applied', record, mine: 'wow', previous: 'wow' },
    ]);
    expect(told.slice(1)).toEqual([{ ref: PAGE, record, changes: [], votes: {} }]);

    // More than a call has room for.
    const crowd = Array.from({ length: 130 }, (_, index) => wish('like', `visitor-${index}`));
    const many = await Promise.all(crowd.map((write) => store.setReaction(write)));
    expect(many.every(({ status }) => status === 'applied')).toBe(true);
    expect(await callsOf(server)).toBe(before + 4);
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 130, wow: 1 });
  });

  it('RD-62: one that has a fault in Redis hinders none of those that are asked for with it', async () => {
    if (!hasRedis('RD-62')) return;
    const server = await startRedis();
    const faults: string[] = [];
    const store = await opened(server.url, { onFault: ({ message }) => faults.push(message) });
    await server.ask('set', new VisitorKeys(PAGE.site, packVisitor('ben')).bucket, 'no hash');
    const broken = wish('like', 'ben');
    const all = [wish('like'), broken, wish('like', 'carl')].map((write) => store.setReaction(write));
    expect(await refusal(all[1]!)).toBe('store_unavailable');
    expect(await Promise.all([all[0], all[2]])).toMatchObject([{ status: 'applied' }, { status: 'applied' }]);
    expect(faults).toEqual([expect.stringContaining('WRONGTYPE')]);
    expect((await store.readPages([PAGE]))[0]!.counts).toEqual({ like: 2 });
    // Nothing of it was done, and alone it fares no better.
    expect((await store.readOwn(PAGE, 'ben')).mine).toBe(null);
    expect(await refusal(store.setReaction(broken))).toBe('store_unavailable');
  });

  it('RD-63: one does not go before what else was asked for on its page before', async () => {
    if (!hasRedis('RD-63')) return;
    const server = await startRedis();
    const store = await opened(server.url);
    const commandId = randomUUID();
    const all = [
      store.setReaction(wish('like', 'ben')),
      store.writeComment(postBy('anna', { ref: PAGE, commandId })),
      store.setReaction(wish('like', 'anna', commandId)),
    ];
    expect(await Promise.all(all)).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'conflict' },
    ]);
  });
});
