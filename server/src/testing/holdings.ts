/** Holdings to be moved: what commands have written, and what is found of it. */
import { SORTS } from '@huzzah/protocol';
import assert from 'node:assert/strict';
import { HOLDING_TYPES, type Giver, type HoldingType, type Holdings } from '../core/holdings.js';
import type { MemberStore, SiteStore, Store } from '../core/ports.js';
import type { CommentRecord, PageRef } from '../core/records.js';
import { A, B, held, readPage, set } from './store-case.js';
import { TalkModel } from './talk-model.js';
import { TalkWriter, type TalkWrite } from './talk-writes.js';
import { change, flagBy, nameOf, post, voteBy, walk } from './talk.js';

export type WholeStore = Store & SiteStore & MemberStore;

/** What may be moved as it stands and do harm nowhere: text of every script, in every place that takes it. */
const HOSTILE = '<img src=x onerror=alert(1)>\n\u202e\u0001"; DROP TABLE pages; -- 안녕 👩‍👩‍👧‍👦 h:{0}:n: \\u0000 é';

const PAGES: readonly PageRef[] = [
  A,
  B,
  // Of other sites, and names that are no addresses.
  { site: 'shop', page: A.page },
  { site: 'shop', page: '}:c{"\\ %00 안녕' },
  ...['a', 'b'].map((page) => ({ site: 'news', page: `run-${page}` })),
];

const VISITORS: readonly string[] = [
  'anna',
  'ben',
  'guest',
  'erased',
  'fresh',
  // As the server makes them.
  'AAECAwQFBgcICQoLDA0ODw',
  ...[0, 1, 2].map((index) => `run-${index}`),
];

/** Writes some of all that there is. */
export async function fill(store: WholeStore): Promise<void> {
  const [, , shop, odd] = PAGES as [PageRef, PageRef, PageRef, PageRef];
  const own = VISITORS[5]!;
  const first = await post(store, 'anna', { body: HOSTILE, name: HOSTILE.slice(0, 30), isRename: true });
  const reply = await post(store, 'ben', { parentId: first.id });
  await post(store, 'anna', { status: 'pending', body: 'To be looked at' });
  await change(store, 'ben', 'remove', await post(store, 'ben', { ref: B }), { ref: B });
  const back = await change(store, 'ben', 'remove', await post(store, 'ben', { ref: B }), { ref: B });
  await change(store, 'ben', 'restore', back, { ref: B });
  await change(store, 'anna', 'edit', first, { body: 'Changed' });
  await post(store, own, { ref: odd, body: HOSTILE });
  await post(store, 'ben', { ref: shop, commandId: first.id, body: 'Of the same id elsewhere' });
  for (const [ref, visitorId, kind] of [
    [A, 'anna', 'like'],
    [A, 'ben', 'wow'],
    [A, own, '7'],
    [B, 'anna', '3'],
    [odd, own, 'like'],
    [shop, 'erased', 'like'],
    [A, 'guest', 'like'],
  ] as const) {
    await set(store, ref, visitorId, kind);
  }
  await set(store, B, 'anna', null);
  for (const [visitorId, value] of [
    ['ben', 1],
    [own, -1],
    ['guest', 1],
  ] as const) {
    await store.setVote(voteBy(visitorId, first.id, value));
  }
  await store.setVote(voteBy(own, reply.id, 1));
  await store.setVote(voteBy(own, reply.id, 0));
  await store.flagComment(flagBy('ben', first.id, { reason: 'abuse', text: HOSTILE }));
  await post(store, 'erased', { body: 'To be forgotten' });
  await store.writeVisitor(nameOf('erased', 'Nobody'));
  await store.writeVisitor(nameOf('erased', null));
  await store.writeVisitor(nameOf(own, HOSTILE.slice(0, 30), { site: 'shop' }));
  await store.signOn({ site: 'news', member: 'Of the “site”:1', name: 'Member', guestId: 'guest', freshId: 'fresh' });
  await store.writeSite({ id: 'news', before: null, after: JSON.stringify({ prompt: HOSTILE }) });
  await talk(store);
}

/** Some hundred writes, as they come. */
async function talk(store: WholeStore): Promise<void> {
  const model = new TalkModel();
  const writer = new TalkWriter(model, PAGES.slice(4), 'run');
  for (let choice = 0; choice < 40; choice += 1) for (const next of writer.from(choice)) await both(store, model, next);
}

async function both(store: WholeStore, model: TalkModel, next: TalkWrite): Promise<void> {
  switch (next.type) {
    case 'comment':
      await store.writeComment(next.write);
      return void model.writeComment(next.write);
    case 'vote':
      await store.setVote(next.write);
      return void model.setVote(next.write);
    case 'flag':
      await store.flagComment(next.write);
      return void model.flagComment(next.write);
    case 'visitor':
      await store.writeVisitor(next.write);
      return void model.writeVisitor(next.write);
    case 'restart':
  }
}

export type All = { readonly [Type in HoldingType]: readonly Holdings[Type][] };

/** All that a store gives, sorted. */
export async function everything(giver: Giver): Promise<All> {
  const all: [HoldingType, unknown[]][] = [];
  for (const type of HOLDING_TYPES) {
    const found: unknown[] = [];
    for await (const { holdings, left } of giver.give(type, null)) {
      assert.deepEqual(left, []);
      found.push(...holdings);
    }
    all.push([type, found]);
  }
  return Object.fromEntries(all) as unknown as All;
}

export function sorted(all: All): All {
  const entries = Object.entries(all).map(([type, holdings]) => [
    type,
    holdings.toSorted((a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  ]);
  return Object.fromEntries(entries) as All;
}

/** What visitors and moderators find, but for the epoch. */
export async function view(store: WholeStore) {
  const byId = (comments: readonly CommentRecord[]) => comments.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const pages = PAGES.map(async (ref) => {
    const record = await readPage(store, ref);
    const lists = SORTS.map((sort) => walk(store, { ref, sort, limit: 7 }));
    const owns = VISITORS.map(async (visitorId) => {
      const { mine, held: kept } = await store.readOwn(ref, visitorId);
      return { mine, held: byId(kept) };
    });
    return {
      record: { ...record, epoch: '', counts: held(record) },
      lists: await Promise.all(lists),
      owns: await Promise.all(owns),
    };
  });
  const visitors = ['news', 'shop'].flatMap((site) =>
    VISITORS.map(async (visitorId) => ({
      record: await store.readVisitor(site, visitorId),
      held: await exported(store, site, visitorId),
    })),
  );
  return { pages: await Promise.all(pages), visitors: await Promise.all(visitors), sites: await store.readSites() };
}

/** In no order: of one ms, or of one second, it is not kept. */
async function exported(store: WholeStore, site: string, visitorId: string): Promise<string[]> {
  const found: string[] = [];
  let from: string | null = null;
  do {
    const part = await store.exportVisitor(site, visitorId, from);
    const { comments, reactions, votes, flags, next } = part!;
    const inSeconds = [...reactions, ...votes].map((entry) => ({ ...entry, at: Math.trunc(entry.at / 1_000) }));
    found.push(...[...comments, ...inSeconds, ...flags].map((entry) => JSON.stringify(entry)));
    from = next;
  } while (from !== null);
  return found.sort();
}
