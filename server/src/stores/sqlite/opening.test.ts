import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, MIGRATIONS } from './migrations.js';
import { markOf, opened, otherProgram, PAGE, scratchFolder, scratchPath, wish } from './scratch.test.util.js';
import { openSqliteStore } from './sqlite-store.js';

/** Opens in vain, and returns what it says. */
async function refusalOf(path: string): Promise<string> {
  const error = await openSqliteStore(path).then(
    () => expect.unreachable(`${path} was opened`),
    (reason: Error) => reason,
  );
  return error.message;
}

describe('opening the embedded store', () => {
  it('SQ-12: the folder is made, and only this user may read what is in it', async () => {
    const path = join(scratchFolder(), 'made', 'for', 'it', 'huzzah.db');
    const store = await opened(path);
    await store.setReaction(wish('like'));
    const modeOf = (file: string) => (statSync(join(path, '..', file)).mode & 0o777).toString(8);
    expect(modeOf('.')).toBe('700');
    const files = readdirSync(dirname(path));
    expect(files.sort()).toEqual(['huzzah.db', 'huzzah.db-lock', 'huzzah.db-shm', 'huzzah.db-wal']);
    expect(files.map(modeOf)).toEqual(Array(4).fill('600'));
  });

  it('SQ-13: what cannot be opened is refused in one line that says what to do, and left as it was', async () => {
    const folder = scratchFolder();
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'not a database, but a text that is long enough to be taken for one'.repeat(20));
    const foreign = join(folder, 'foreign.db');
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE recipes (name TEXT); PRAGMA user_version = 1');
    database.close();
    const before = [text, foreign].map((file) => readFileSync(file));

    const refusals = {
      [folder]: /it is a folder: name a file in it$/,
      [join(text, 'huzzah.db')]: /ENOTDIR: .*: name a file that this user may write/,
      ['/proc/huzzah/huzzah.db']: /E[A-Z]+: .*: name a file that this user may write/,
      [text]: /it is not a SQLite database: name another file/,
      [foreign]: /it is a database of another program: name another file$/,
    };
    for (const [path, reason] of Object.entries(refusals)) {
      const refusal = await refusalOf(path);
      expect(refusal).toMatch(reason);
      expect(refusal).toMatch(new RegExp(`^unable to open the store ${path}; .*$`));
    }
    expect([text, foreign].map((file) => readFileSync(file))).toEqual(before);
  });

  it('SQ-14: a file whose log cannot be written is refused', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'huzzah.db-wal'));
    expect(await refusalOf(join(folder, 'huzzah.db'))).toMatch(/: name a file that this user may write/);
  });

  it('SQ-15: a second server is refused, until the first has closed or was killed', async () => {
    const path = scratchPath();
    const store = await opened(path);
    await store.setReaction(wish('like'));
    expect(await refusalOf(path)).toMatch(/another server has it open: stop that one/);
    await store.close();

    const script = `await (await import(process.argv[1])).openSqliteStore(process.argv[2]); console.log('open')`;
    const args = ['--input-type=module', '--eval', script, new URL('./sqlite-store.js', import.meta.url).href, path];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await refusalOf(path)).toMatch(/another server has it open/);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(await markOf(await opened(path), PAGE, 'anna')).toBe('like');
  });

  it('SQ-15: so is one that names the file by a link', async () => {
    const path = scratchPath();
    await opened(path);
    const link = join(scratchFolder(), 'link.db');
    symlinkSync(path, link);
    expect(await refusalOf(link)).toMatch(/another server has it open/);
  });

  it('SQ-16: a newer schema is refused by its number, and left as it was', async () => {
    const path = scratchPath();
    await (await opened(path)).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 7');
    database.close();
    const before = readFileSync(path);
    expect(await refusalOf(path)).toContain(
      `its schema is number 7, and this version of Huzzah knows no newer than ${MIGRATIONS.length}: run the version that last used it`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('SQ-17: an older schema is brought forward after a copy, which opens as it was', async () => {
    const path = scratchPath();
    const store = await opened(path);
    await store.setReaction(wish('like'));
    await store.close();

    const database = new DatabaseSync(path);
    migrate(database, path, [...MIGRATIONS, `ALTER TABLE pages ADD COLUMN title TEXT; UPDATE pages SET title = 'A'`]);
    expect(
      database
        .prepare('SELECT page, title FROM pages')
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([{ page: PAGE.page, title: 'A' }]);
    database.close();
    expect(await refusalOf(path)).toContain(`its schema is number ${MIGRATIONS.length + 1}`);

    const copy = `${path}.v${MIGRATIONS.length}.bak`;
    expect((statSync(copy).mode & 0o777).toString(8)).toBe('600');
    renameSync(copy, path);
    expect(await markOf(await opened(path), PAGE, 'anna')).toBe('like');
  });

  it('SQ-17: marks of the first schema are there in the next', async () => {
    const path = scratchPath();
    const first = new DatabaseSync(path);
    migrate(first, path, MIGRATIONS.slice(0, 1));
    first.exec(`
      INSERT INTO pages VALUES (1, 'news', 'a', 'e1', 0, 3, '{"like":2,"wow":0}');
      INSERT INTO marks VALUES (1, 'anna', 'like', 'c1', 7), (1, 'ben', 'like', 'c2', 8), (1, 'carl', NULL, 'c3', 9);
    `);
    first.close();
    const store = await opened(path);
    expect(await store.readPages([PAGE])).toEqual([
      {
        epoch: 'e1',
        seq: 0,
        version: 3,
        counts: { like: 2, wow: 0 },
        commentCount: 0,
        threadCount: 0,
        votesVersion: 0,
      },
    ]);
    expect(await markOf(store, PAGE, 'ben')).toBe('like');
    const repeated = { ref: PAGE, visitorId: 'carl', kind: null, commandId: 'c3' };
    expect(await store.setReaction(repeated)).toMatchObject({ status: 'repeated', mine: null });
    expect(await store.setReaction(wish('wow', 'ben'))).toMatchObject({ previous: 'like', record: { version: 4 } });
    expect((await store.exportVisitor('news', 'anna', null))!.reactions).toEqual([{ page: 'a', kind: 'like', at: 7 }]);
  });

  it('SQ-18: a migration that fails leaves the database at its old schema', async () => {
    const path = scratchPath();
    await (await opened(path)).close();
    const database = otherProgram(path);
    const steps = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER)', 'CREATE TABLE later (id INTEGER)'];
    expect(() => migrate(database, path, steps)).toThrow(/already exists/);
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: MIGRATIONS.length });
    await opened(path);
    migrate(otherProgram(path), path, [...MIGRATIONS, 'CREATE TABLE later (id INTEGER)']);
  });
});
