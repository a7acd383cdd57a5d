import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { markOf, opened, otherProgram, PAGE, recount, scratchFolder, scratchPath, wish } from './scratch.test.util.js';

/** So many visitors react and comment so often, and each acknowledgement is at once written to the standard output, a line each. */
const REACTING = `
  import { randomUUID } from 'node:crypto';
  const { openSqliteStore } = await import(process.argv[1]);
  const store = await openSqliteStore(process.argv[2]);
  const [visitors, rounds] = process.argv.slice(3).map(Number);
  const react = async (visitor) => {
    for (let round = 0; round < rounds; round += 1) {
      const visitorId = [process.pid, visitor, round].join('-');
      const ref = { site: 'news', page: 'a' };
      const commandId = randomUUID();
      const author = { id: visitorId, name: 'Somebody', role: 'visitor' };
      const command = { ref, visitorId, fingerprint: commandId };
      const comment = { type: 'post', body: visitorId, parentId: null, author, isRename: false, status: 'published', reason: null };
      await Promise.all([
        store.writeComment({ ...command, ...comment, commandId }),
        store.setReaction({ ref, visitorId, kind: 'like', commandId: randomUUID() }),
      ]);
      process.stdout.write('acknowledged ' + visitorId + ' ' + commandId + '\\n');
    }
  };
  await Promise.all(Array.from({ length: visitors }, (_, visitor) => react(visitor)));
  await store.close();
`;

const STORE = new URL('./sqlite-store.js', import.meta.url).href;

function reacting(path: string, visitors: number, rounds: number): string[] {
  return [process.execPath, '--input-type=module', '--eval', REACTING, STORE, path, `${visitors}`, `${rounds}`];
}

/** Runs the command, kills it once it has written `lines` lines, and returns all that it wrote. */
async function killedAfter(lines: number, [program, ...args]: readonly string[]): Promise<string[]> {
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
    if (text.split('\n').length > lines) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('close', resolve));
  return text.split('\n').slice(0, -1);
}

describe('what an acknowledgement of the embedded store means', () => {
  it('SQ-1: WAL and synchronous=FULL are read back and published; in memory nothing is promised', async () => {
    const file = await opened(scratchPath());
    expect(file.durability).toMatchObject({
      profile: 'sqlite',
      settings: { journal_mode: 'wal', synchronous: 'FULL' },
      isKept: true,
    });
    const memory = await opened(':memory:');
    expect(memory.durability).toMatchObject({ profile: 'memory', settings: { journal_mode: 'memory' } });
  });

  it('SQ-2: the sync comes before the acknowledgement', async () => {
    const path = scratchPath();
    const log = join(scratchFolder(), 'trace');
    const strace = ['strace', '-f', '-qq', '-e', 'trace=write,fsync,fdatasync', '-o', log];
    if (spawnSync('strace', ['-qq', 'true']).status !== 0) {
      console.warn('SQ-2: strace does not run here, so that SQLite’s own word must do: apt-get install strace');
      expect((await opened(path)).durability.settings).toMatchObject({ synchronous: 'FULL' });
      return;
    }
    await killedAfter(Infinity, [...strace, ...reacting(path, 1, 30)]);
    const events = [
      ...readFileSync(log, 'utf8').matchAll(
        /(?:f(?:data)?sync)\(\d+\) += 0|sync resumed>\) += 0|write\(1, "acknowledged/g,
      ),
    ];
    const betweenAcknowledgements = events
      .map(([event]) => (event.startsWith('write') ? '|' : 's'))
      .join('')
      .split('|')
      .slice(0, -1);
    expect(betweenAcknowledgements.length).toBe(30);
    expect(betweenAcknowledgements.every((syncs) => syncs.length > 0)).toBe(true);
  });

  it('SQ-32: what is asked for in one turn of the loop is one transaction', async () => {
    const path = scratchPath();
    const store = await opened(path);
    await Promise.all(Array.from({ length: 100 }, (_, index) => store.setReaction(wish('like', `visitor-${index}`))));
    expect(otherProgram(path).prepare('SELECT count(*) AS n FROM commands').get()).toMatchObject({ n: 1 });
  });

  it('SQ-3: kill -9 loses nothing that was acknowledged, and leaves the counts true', async () => {
    const path = scratchPath();
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      acknowledged.push(...(await killedAfter(300, reacting(path, 40, Infinity))));
      const store = await opened(path);
      const lost = [];
      for (const line of acknowledged) {
        const [, visitorId, id] = line.split(' ') as [string, string, string];
        const [comment] = await store.readComments(PAGE, [id]);
        if ((await markOf(store, PAGE, visitorId)) !== 'like' || comment?.body !== visitorId) lost.push(line);
      }
      expect(lost).toEqual([]);
      await store.close();
      const { counted, said } = recount(path);
      expect(said).toEqual(counted);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(900);
  });

  it('SQ-4: a process ends by itself once its store is closed, and the log is in the file', async () => {
    const path = scratchPath();
    const script = `
      const { openSqliteStore } = await import(process.argv[1]);
      const store = await openSqliteStore(process.argv[2]);
      await Promise.all([store.check(), store.readOwn({ site: 'news', page: 'a' }, 'anna')]);
      await store.close();
    `;
    const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script, STORE, path], {
      timeout: 120_000,
    });
    expect(status).toBe(0);
    expect(existsSync(path)).toBe(true);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});
