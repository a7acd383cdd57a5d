import { LIMITS } from '@huzzah/protocol';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate, MIGRATIONS } from './migrations.js';
import { RecentCommands } from './recent-commands.js';
import { RunningTime } from './running-time.js';

const MEMORY_MS = LIMITS.commandMemoryMs;
const KNOWN = { pageId: 1, kind: 'like' };

let database: DatabaseSync;
let elapsedMs: number;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  migrate(database, ':memory:', MIGRATIONS);
  elapsedMs = 5_000;
});

function open(): RecentCommands {
  return new RecentCommands(database, new RunningTime(database, () => elapsedMs));
}

/** A group of one command, or of none. */
function commit(commands: RecentCommands, ...commandIds: string[]): void {
  for (const id of commandIds) commands.note('anna', id, KNOWN);
  commands.save();
  commands.committed();
}

const rows = () => database.prepare('SELECT count(*) AS n FROM commands').get()!['n'];

describe('the commands of late', () => {
  it('SQ-26: a command is known for its time, and forgotten within twice that, row and all', () => {
    const commands = open();
    for (let index = 0; index < 8; index += 1) {
      elapsedMs += MEMORY_MS / 4;
      commit(commands, `c${index}`);
    }
    const known = Array.from({ length: 8 }, (_, index) => commands.find('anna', `c${index}`) !== undefined);
    // The last is 0 old, each a quarter of the time older than the next.
    expect(known.slice(-5)).toEqual(Array(5).fill(true));
    expect(rows()).toBe(5);
    expect(commands.find('ben', 'c7')).toBeUndefined();
    elapsedMs += MEMORY_MS + 1;
    for (let group = 0; group < 3; group += 1) commit(commands);
    expect(rows()).toBe(0);
    elapsedMs += MEMORY_MS;
    commit(commands);
    expect(commands.find('anna', 'c7')).toBeUndefined();
  });

  it('SQ-27: the time that a store is closed does not count, and its zero does not matter', () => {
    commit(open(), 'c1');
    elapsedMs = 10 * MEMORY_MS;
    const commands = open();
    elapsedMs += MEMORY_MS - 1;
    commit(commands, 'c2');
    expect(commands.find('anna', 'c1')).toMatchObject(KNOWN);
    elapsedMs = 0;
    expect(open().find('anna', 'c1')).toMatchObject(KNOWN);
  });

  it('SQ-28: a command of a group that was rolled back is not known', () => {
    const commands = open();
    commands.note('anna', 'c1', KNOWN);
    expect(commands.find('anna', 'c1')).toMatchObject(KNOWN);
    commands.rolledBack();
    expect(commands.find('anna', 'c1')).toBeUndefined();
    commit(commands, 'c2');
    expect(open().find('anna', 'c1')).toBeUndefined();
  });

  it('SQ-29: no group clears away more than two that are past, and all go in the end', () => {
    const commands = open();
    for (let index = 0; index < 10; index += 1) commit(commands, `c${index}`);
    elapsedMs += 2 * MEMORY_MS;
    const left = [];
    for (let index = 0; index < 5; index += 1) {
      commit(commands);
      left.push(rows());
    }
    expect(left).toEqual([8, 6, 4, 2, 0]);
  });
});
