import { Stopwatch } from '@huzzah/server/testing';
import { describe, expect, it, vi } from 'vitest';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { temporaryFolder } from '../helpers/server.js';
import { Visitor } from '../helpers/visitor.js';

const PAGE = 'https://news.example/a';
const start = () =>
  SpawnedServer.start(temporaryFolder(), ['--port', '0', '--store', 'sqlite::memory:', '--limits', 'off']);

describe('a server that is told to end', () => {
  it('DR-1: tells each client when to come back, spread in time, lets each go then, and ends', async () => {
    const server = await start();
    const visitors = await Promise.all(Array.from({ length: 40 }, () => Visitor.connect(server.url)));
    for (const visitor of visitors) await visitor.join(PAGE);
    const reasons: string[] = [];
    for (const { socket } of visitors) socket.on('disconnect', (reason) => reasons.push(reason));
    const ended = server.end('SIGTERM');
    await vi.waitFor(() => expect(visitors.every(({ notices }) => notices.length > 0)).toBe(true), soon);
    const pauses = visitors.map(({ notices }) => notices[0]!);
    expect(pauses.every(({ code }) => code === 'restarting')).toBe(true);
    expect(new Set(pauses.map(({ retryAfterMs }) => retryAfterMs)).size).toBe(40);
    await expect(Visitor.connect(server.url)).rejects.toThrow();
    expect(await ended).toBe(0);
    await vi.waitFor(() => expect(reasons).toHaveLength(40), soon);
    // The transport was closed: after a disconnect a client would not come back.
    expect(new Set(reasons)).toEqual(new Set(['transport close']));
  });

  it('DR-2: told a second time it ends at once', async () => {
    const server = await start();
    const visitors = await Promise.all(Array.from({ length: 200 }, () => Visitor.connect(server.url)));
    const ended = server.end('SIGTERM');
    await vi.waitFor(() => expect(visitors[0]!.notices).toHaveLength(1), soon);
    await server.end('SIGTERM');
    expect(await ended).toBeNull();
  });

  it('DR-3: one who polled, and does not any more, holds up no end', async () => {
    const server = await start();
    const address = `${server.url}/socket.io/?EIO=4&transport=polling`;
    const { sid } = JSON.parse((await (await fetch(address)).text()).slice(1)) as { sid: string };
    await fetch(`${address}&sid=${sid}`, { method: 'POST', body: '40{"v":1,"site":"default"}' });
    const poll = async () => (await fetch(`${address}&sid=${sid}`)).text();
    while (!(await poll()).includes('visitor.session'));
    const last = poll();
    const watch = await Stopwatch.start();
    const ended = server.end('SIGTERM');
    expect(await last).toContain('restarting');
    expect(await ended).toBe(0);
    expect(watch.ms).toBeLessThan(10_000);
    await watch.stop();
  });
});
