import { LIMITS } from '@huzzah/protocol';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../core/ports.js';
import { applied, editBy, flagBy, nameOf, post, postBy, voteBy } from '../../testing/talk.js';
import { CommentDrafts } from './comment-drafts.js';
import { KnownCommands } from './known-commands.js';
import { migrate, MIGRATIONS } from './migrations.js';
import { RecentCommands } from './recent-commands.js';
import { RunningTime } from './running-time.js';
import { opened, scratchPath } from './scratch.test.util.js';
import { Texts } from './texts.js';

const DAY_MS = LIMITS.commentCommandMemoryMs;

let database: DatabaseSync;
let elapsedMs: number;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  migrate(database, ':memory:', MIGRATIONS);
  elapsedMs = 5_000;
});

/** Of a store that has just been opened. */
function open() {
  const time = new RunningTime(database, () => elapsedMs);
  const recent = new RecentCommands(database, time);
  const commands = new KnownCommands(database, recent, new CommentDrafts(database, new Texts(database)), time);
  const command = (commandId: string, fingerprint = 'f') => ({ visitorId: 'anna', commandId, fingerprint });
  return {
    note: (commandId: string) => commands.note(command(commandId)),
    commit: () => {
      recent.save();
      recent.committed();
    },
    find: (commandId: string, fingerprint?: string) => commands.find('news', command(commandId, fingerprint)),
    prune: (limit = 100) => commands.prune(limit),
    erase: () => commands.erase('anna'),
  };
}

const rows = () => database.prepare('SELECT count(*) AS n FROM comment_commands').get()!['n'];

/** Of a store without the journal of the last minutes, which knows every command. */
async function openedLater(path: string, store: Store): Promise<Store> {
  await store.close();
  const file = new DatabaseSync(path);
  file.exec('DELETE FROM commands');
  file.close();
  return opened(path);
}

describe('the commands on comments', () => {
  it('SQ-41: one is known for a day, and forgotten then', () => {
    const { note, find, prune, commit } = open();
    note('c1');
    commit();
    elapsedMs += DAY_MS / 2;
    note('c2');
    commit();
    elapsedMs += DAY_MS / 2;
    expect(prune()).toBe(0);
    expect([find('c1'), find('c1', 'other'), find('c3')]).toEqual(['repeated', 'conflict', null]);
    elapsedMs += 1;
    expect(prune()).toBe(1);
    elapsedMs += LIMITS.commandMemoryMs * 2;
    for (let group = 0; group < 3; group += 1) commit();
    expect([find('c1'), find('c2')]).toEqual([null, 'repeated']);
  });

  it('SQ-41: they are forgotten in bounded steps', () => {
    const { note, prune } = open();
    for (let index = 0; index < 5; index += 1) note(`c${index}`);
    elapsedMs += DAY_MS + 1;
    expect([prune(2), prune(2), prune(2), prune(2)]).toEqual([2, 2, 1, 0]);
    expect(rows()).toBe(0);
  });

  it('SQ-46: a posting is known as long as its comment, the newest vote as long as it stands, others a day', async () => {
    const path = scratchPath();
    let store = await opened(path);
    const other = await post(store, 'ben');
    const posting = postBy('anna');
    const comment = applied(await store.writeComment(posting));
    const asks = [
      (more: object = {}) => store.writeComment({ ...posting, ...more }),
      (more: object = {}) => store.writeComment({ ...edit, ...more }),
      (more: object = {}) => store.setVote({ ...vote, ...more }),
      (more: object = {}) => store.flagComment({ ...flag, ...more }),
      (more: object = {}) => store.writeVisitor({ ...name, ...more }),
    ];
    const edit = editBy('anna', 'edit', comment);
    const [vote, flag, name] = [voteBy('anna', other.id, 1), flagBy('anna', other.id), nameOf('anna', 'Anna')];
    for (const ask of asks.slice(1)) expect(await ask()).toMatchObject({ status: 'applied' });
    store = await openedLater(path, store);
    for (const ask of asks) expect(await ask()).toMatchObject({ status: 'repeated' });
    const content = { fingerprint: 'other', value: -1 };
    for (const ask of asks) expect(await ask(content)).toEqual({ status: 'conflict' });
    expect(await store.writeComment({ ...edit, commandId: comment.id })).toEqual({ status: 'conflict' });
    await store.writeVisitor(nameOf('anna', null));
    store = await openedLater(path, store);
    for (const ask of [asks[0]!, asks[1]!, asks[3]!, asks[4]!]) {
      expect(await ask(content)).toMatchObject({ status: 'repeated' });
    }
    expect(await store.readVisitor('news', 'anna')).toBeNull();
  });

  it('SQ-42: the time that a store is closed does not count, though nothing else was remembered', () => {
    const first = open();
    elapsedMs += 10 * DAY_MS;
    first.note('c1');
    elapsedMs = 0;
    const later = open();
    elapsedMs += DAY_MS;
    expect(later.prune()).toBe(0);
    expect(later.find('c1')).toBe('repeated');
    elapsedMs += 1;
    expect(later.prune()).toBe(1);
  });

  it('SQ-43: of an erased visitor it is known that he asked, and no longer for what', () => {
    const { note, erase, find, commit } = open();
    note('c1');
    commit();
    erase();
    const reopened = open();
    expect(find('c1', 'other')).toBe('conflict');
    database.exec('DELETE FROM commands');
    expect([open().find('c1', 'other'), open().find('c1')]).toEqual(['repeated', 'repeated']);
    expect(reopened.find('c2')).toBeNull();
  });
});
