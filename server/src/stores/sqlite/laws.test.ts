import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'vitest';
import {
  holdingsSuite,
  memberStoreSuite,
  siteStoreSuite,
  storeSuite,
  type MemberStorePlace,
  type SuiteRunner,
} from '../../testing/index.js';
import { openSqliteGiver } from './giver.js';
import { openSqliteStore } from './sqlite-store.js';
import { openSqliteTaker } from './taker.js';

const numbers = fc.array(fc.nat(1_000_000), { maxLength: 40 });

const runner: SuiteRunner = {
  describe,
  it,
  forAny: (holds, numRuns) => fc.assert(fc.asyncProperty(numbers, holds), { numRuns }),
};

const makeFilePlace = async (): Promise<MemberStorePlace> => {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-store-'));
  const path = join(folder, 'huzzah.db');
  return {
    isKept: true,
    open: (onCommit) => openSqliteStore(path, { onCommit }),
    // Another program in the midst of a transaction, as a repair by hand would be.
    async stall() {
      const other = new DatabaseSync(path);
      other.exec('BEGIN IMMEDIATE');
      return async () => other.close();
    },
    remove: async () => rmSync(folder, { recursive: true }),
  };
};

const makeMemoryPlace = async (): Promise<MemberStorePlace> => ({
  isKept: false,
  open: (onCommit) => openSqliteStore(':memory:', { onCommit }),
  remove: async () => undefined,
});

for (const suite of [storeSuite, memberStoreSuite]) {
  suite('sqlite, a file', runner, makeFilePlace);
  suite('sqlite, in memory', runner, makeMemoryPlace);
}

siteStoreSuite('sqlite, a file', runner, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-sites-'));
  return {
    isKept: true,
    open: () => openSqliteStore(join(folder, 'huzzah.db')),
    remove: async () => rmSync(folder, { recursive: true }),
  };
});

siteStoreSuite('sqlite, in memory', runner, async () => ({
  isKept: false,
  open: () => openSqliteStore(':memory:'),
  remove: async () => undefined,
}));

holdingsSuite('sqlite, a file', runner, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-moved-'));
  const path = join(folder, 'huzzah.db');
  return {
    open: () => openSqliteStore(path),
    giver: async () => openSqliteGiver(path),
    taker: async () => openSqliteTaker(path),
    remove: async () => rmSync(folder, { recursive: true }),
  };
});
