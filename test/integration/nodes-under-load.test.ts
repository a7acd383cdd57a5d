import { execFileSync } from 'node:child_process';
import { overRedis } from '@huzzah/server/testing';
import { io } from 'socket.io-client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { crowd, repeat } from '../bench/crowd.js';
import { WireClient } from '../bench/wire-client.js';
import { Balancer } from '../helpers/balancer.js';
import { Follower } from '../helpers/follower.js';
import { listedAt } from '../helpers/listed.js';
import { callsOf, nodeEnv, startNode, startRedis, startTap } from '../helpers/nodes.js';
import { temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { Visitor, type Loose } from '../helpers/visitor.js';

const PAGE = 'https://news.example/a';
/** As many as a system lets a process have: each is a descriptor here and at the server. */
const CROWD = Math.min(2_000, descriptorLimit() - 200);
const BUS = /h:bus:default\nhttps/;

/** How many descriptors a process may have; Node takes all that it may. */
function descriptorLimit(): number {
  return Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || Infinity;
}

overRedis({ describe, it }, 'NL-1', () => {
  it('NL-1: a crowd that comes back from a server that ends costs the store reads by the page, not by the client', async () => {
    const redis = await startRedis();
    const spawn = () => SpawnedServer.start(temporaryFolder(), ['--port', '0', '--limits', 'off'], nodeEnv(redis.url));
    const [a, b] = await Promise.all([spawn(), spawn()]);
    const writer = await Visitor.connect(b.url);
    for (let i = 0; i < 30; i += 1) await writer.posted(PAGE, `comment ${i}`);
    const { epoch } = await writer.join(PAGE);
    const clients = await crowd(a.url, CROWD);
    await repeat(CROWD, (index) => clients[index]!.ask('page.join', { page: PAGE, limit: 0 }));
    const before = await callsOf(redis);
    const returns = clients.map(async (client) => {
      await new Promise<void>((resolve) => (client.onClose = resolve));
      const [, { token }] = JSON.parse(client.greeting.slice(2)) as [string, { token: string }];
      const again = await WireClient.connect(b.url, { v: 1, site: 'default', token });
      onTestFinished(() => again.close());
      return again.ask('page.join', { page: PAGE, since: { epoch, seq: 20 } });
    });
    expect(await a.end('SIGTERM')).toBe(0);
    const replies = new Set(await Promise.all(returns));
    for (const reply of replies) expect(reply).toMatch(/^\[\{"ok":true.*"seq":30.*"resumed":true/);
    const after = await callsOf(redis);
    const calls = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
    // Who each one is, is asked once, his name and whether he is a member; of the page, its record and its changes,
    // at most ten times a second, however slow the machine is.
    expect(calls('GET') - 2 * CROWD).toBeLessThan(CROWD / 2);
    expect(calls('EVALSHA_RO') - CROWD).toBeLessThan(CROWD / 2);
  });

  it('NL-2: a page of a thousand clicks costs a message a node a beat at most', async () => {
    const redis = await startRedis();
    const nodes = await Promise.all([1, 2, 3].map(() => startNode(redis.url)));
    const visitors = await Promise.all(Array.from({ length: 30 }, (_, i) => Visitor.connect(nodes[i % 3]!.url)));
    for (const visitor of visitors) await visitor.join(PAGE);
    const reader = visitors[0]!;
    const occupancy = () => reader.pulses.findLast((pulse) => pulse.occupancy)?.occupancy;
    await vi.waitFor(() => expect(occupancy()).toEqual({ visitors: 30, connections: 30 }), soon);
    const before = await callsOf(redis);
    const start = performance.now();
    for (let i = 0; i < 34; i += 1) {
      await Promise.all(visitors.map((visitor) => visitor.react(PAGE, ['like', 'wow', 'angry'][i % 3]!)));
    }
    const took = performance.now() - start;
    const after = await callsOf(redis);
    // A node also speaks to itself once a second.
    const most = nodes.length * (took / 100 + took / 1_000 + 3);
    expect((after['PUBLISH'] ?? 0) - (before['PUBLISH'] ?? 0)).toBeLessThanOrEqual(most);
  });

  it('NL-3: with lost messages every log stays without a gap, and ends the same', async () => {
    const redis = await startRedis();
    const { tap, url } = await startTap(redis);
    const [a, b] = await Promise.all([startNode(redis.url), startNode(url)]);
    const writer = await Visitor.connect(a.url);
    const own = await Follower.on(writer, PAGE);
    const follower = await Follower.on(await Visitor.connect(b.url), PAGE);
    let messages = 0;
    tap.loses = (text) => BUS.test(text) && (messages += 1) % 4 === 0;
    const ids: string[] = [];
    // A machine that is fast says all of it in few messages.
    for (let i = 0; i < 150 || !BUS.test(tap.lost); i += 1) {
      ids.push((await writer.posted(PAGE, `comment ${i}`)).id);
      if (i % 3 === 1) await writer.act('comment.edit', PAGE, ids[i - 1]!, { body: `edited ${i}` });
      if (i % 5 !== 4) continue;
      await writer.act('comment.remove', PAGE, ids[i - 2]!);
      await vi.waitFor(() => expect(own.seq).toBeGreaterThan(i), soon);
    }
    const { seq } = await writer.join(PAGE);
    await vi.waitFor(() => expect(follower.seq).toBe(seq), soon);
    expect(tap.lost).toMatch(BUS);
    const shown = new Map(follower.changes.map(({ comment }) => [comment.id, comment]));
    const published = [...shown.values()].filter(({ status }) => status === 'published');
    const listed = await listedAt(b.url, PAGE, 'oldest');
    const texts = (comments: typeof published) => comments.map(({ id, body }) => [id, body]);
    expect(texts(published)).toEqual(texts(listed));
  });

  it('NL-4: a rolling restart under load loses nothing and doubles nothing', async () => {
    const { url } = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
    const folders = [1, 2, 3].map(() => temporaryFolder());
    const spawn = (index: number, port = '0') =>
      SpawnedServer.start(folders[index]!, ['--port', port, '--limits', 'off'], nodeEnv(url));
    const nodes = await Promise.all([0, 1, 2].map((index) => spawn(index)));
    const balancer = await Balancer.start(nodes.map(({ port }) => Number(port)));
    let isOver = false;
    const journals = Array.from({ length: 6 }, async (_, who) => {
      const socket = io(balancer.url, { forceNew: true, transports: ['websocket'], auth: { v: 1, site: 'default' } });
      onTestFinished(() => void socket.disconnect());
      let token: string | undefined;
      socket.on('visitor.session', (session: { token: string }) => {
        token = session.token;
        socket.auth = { v: 1, site: 'default', token };
      });
      const acknowledged: string[] = [];
      while (!isOver) {
        const commandId = crypto.randomUUID();
        const command = { page: PAGE, body: `of ${who}`, commandId };
        const send = () =>
          socket
            .timeout(5_000)
            .emitWithAck('comment.post', command)
            .catch(() => null) as Promise<Loose | null>;
        let reply = await send();
        while (reply?.ok !== true) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          reply = await send();
        }
        acknowledged.push(commandId);
      }
      return acknowledged;
    });
    for (const [index, node] of nodes.entries()) {
      expect(await node.end('SIGTERM')).toBe(0);
      nodes[index] = await spawn(index, node.port);
    }
    isOver = true;
    const acknowledged = (await Promise.all(journals)).flat();
    const listed = await listedAt(nodes[0]!.url, PAGE, 'oldest');
    expect(listed.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
    expect(listed.map(({ seq }) => seq)).toEqual(listed.map((_, index) => index + 1));
  });
});
