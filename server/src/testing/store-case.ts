import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { StoreError, type Store } from '../core/ports.js';
import type { Committed, PageRecord, PageRef } from '../core/records.js';
import type { StorePlace } from './store-place.js';

/** What the suite needs of a test runner: vitest's, mocha's and `node:test`'s functions fit. */
export interface SuiteRunner {
  readonly describe: (name: string, define: () => void) => void;
  readonly it: (title: string, run: () => Promise<void>) => void;
  /**
   * Calls `holds` with many arrays of whole numbers from 0 to a million, and rejects where it
   * does for one of them: a property tester, which shrinks what it finds. `runs`: so many arrays.
   */
  readonly forAny: (holds: (choices: readonly number[]) => Promise<void>, runs: number) => Promise<void>;
}

export interface Case {
  readonly store: Store;
  readonly place: StorePlace;
  /** All that the store has told of its commits, over restarts. */
  readonly told: readonly Committed[];
  /** Closes the store and opens it again, where its place keeps anything; else it goes on as it is. */
  readonly restart: () => Promise<Store>;
}

/** Adds a case of a law; its title begins with the law's id. */
export type Law = (title: string, run: (given: Case) => Promise<void>) => void;

export const A: PageRef = { site: 'news', page: 'https://news.example/a' };
export const B: PageRef = { site: 'news', page: 'https://news.example/b' };

/** Gives each case a store in a place of its own. */
export function lawsIn(runner: SuiteRunner, makePlace: () => Promise<StorePlace>): Law {
  return (title, run) =>
    runner.it(title, async () => {
      const place = await makePlace();
      const told: Committed[] = [];
      const open = () => place.open((committed) => told.push(structuredClone(committed)));
      let store = await open();
      const restart = async () => {
        if (!place.isKept) return store;
        await store.close();
        store = await open();
        return store;
      };
      try {
        await run({ store, place, told, restart });
      } finally {
        await store.close();
        await place.remove();
      }
    });
}

/** As a page is read that was never made. */
export function blank(epoch: string): PageRecord {
  return { epoch, seq: 0, counts: {}, version: 0, commentCount: 0, threadCount: 0, votesVersion: 0 };
}

/** Sets a mark, by a new command unless one is given; a conflict fails the case. */
export async function set(
  store: Store,
  ref: PageRef,
  visitorId: string,
  kind: string | null,
  commandId = randomUUID(),
) {
  const outcome = await store.setReaction({ ref, visitorId, kind, commandId });
  assert.ok('record' in outcome, outcome.status);
  return outcome;
}

export async function readPage(store: Store, ref: PageRef): Promise<PageRecord> {
  const [record] = await store.readPages([ref]);
  return record!;
}

export async function markOf(store: Store, ref: PageRef, visitorId: string): Promise<string | null> {
  return (await store.readOwn(ref, visitorId)).mine;
}

export async function refused(result: Promise<unknown>): Promise<void> {
  await assert.rejects(result, (error) => error instanceof StoreError && error.code === 'store_unavailable');
}

/** The counts of kinds that have a holder. */
export function held({ counts }: PageRecord): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

export function tallyOf(marks: readonly (string | null)[]): Record<string, number> {
  const tally: Record<string, number> = {};
  for (const mark of marks) if (mark !== null) tally[mark] = (tally[mark] ?? 0) + 1;
  return tally;
}
