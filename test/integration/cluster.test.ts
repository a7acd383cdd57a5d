import { eventually, overRedis } from '@huzzah/server/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Audience } from '../helpers/audience.js';
import { ExampleCluster, HAS_NGINX, isRunning } from '../helpers/example-cluster.js';
import { soon } from '../helpers/soon.js';

const PAGE = 'https://news.example/a';
const SERVERS = ['server 1', 'server 2', 'server 3'] as const;
const REDISES = [1, 2, 3, 4, 5, 6].map((number) => `redis ${number}`);

/** Everything that `npm run cluster` starts, once for all of these; each goes on with what the last has left. */
const define = () => {
  let cluster: ExampleCluster;
  let audience: Audience;

  beforeAll(async () => {
    cluster = await ExampleCluster.start();
    audience = await Audience.at(cluster.part('nginx').url, PAGE, ['WebSocket', 'WebSocket', 'WebSocket', 'polling']);
  });
  afterAll(async () => {
    audience.close();
    await cluster.end();
  });

  const agrees = () => audience.agrees(cluster.parts('server').map(({ url }) => url));

  /** The master that has the page. */
  async function owner(): Promise<string> {
    for (const name of REDISES) {
      const isMaster = (await cluster.ask(name, 'role')).startsWith('master');
      if (isMaster && (await cluster.ask(name, 'keys', 'h:{*}:c')) !== '') return name;
    }
    throw new Error('no master has the page');
  }

  it('ND-20: readers on different servers see each other through nginx, by WebSocket and by polling', async () => {
    const connections = async (url: string) =>
      Number(/^huzzah_connections (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())![1]);
    for (const { url } of cluster.parts('server')) expect(await connections(url)).toBeGreaterThan(0);
    for (const [index, reader] of audience.readers.entries()) {
      await reader.react('like');
      await reader.post();
      for (const other of audience.readers) {
        await vi.waitFor(() => expect(other.seen).toMatchObject({ counts: { like: index + 1 } }), soon);
      }
    }
    await agrees();
  });

  it('ND-21: a rolling restart under load loses nothing and doubles nothing, and every reader ends with the same', async () => {
    await audience.during(async () => {
      for (const name of SERVERS) {
        await audience.goesOn();
        await cluster.restart(name, 'SIGTERM');
      }
    });
    await agrees();
  });

  it('ND-22: a server and a master that are killed under load and started again cost nothing that was acknowledged', async () => {
    await audience.during(async () => {
      await cluster.restart('server 1', 'SIGKILL');
      await audience.goesOn();
      await cluster.restart(await owner(), 'SIGKILL');
      await audience.goesOn();
    });
    await agrees();
    await audience.hasNoGhosts();
  });

  it('ND-23: a master that stands still through its failover, and comes back, costs nothing that was acknowledged', async () => {
    const paused = await owner();
    // A failover takes a while, of which most is this.
    for (const name of REDISES) await cluster.ask(name, 'config', 'set', 'cluster-node-timeout', '700');
    const others = REDISES.filter((name) => name !== paused);
    await audience.during(async () => {
      cluster.signal(paused, 'SIGSTOP');
      await eventually(async () => {
        const roles = await Promise.all(others.map((name) => cluster.ask(name, 'role')));
        return roles.filter((role) => role.startsWith('master')).length === 3;
      });
      cluster.signal(paused, 'SIGCONT');
      await audience.goesOn();
    });
    await agrees();
  });

  it('ND-24: Ctrl-C ends all of it', async () => {
    const parts = (['server', 'nginx', 'redis'] as const).flatMap((kind) => cluster.parts(kind));
    expect(parts.map(({ pid }) => isRunning(pid))).toEqual(Array(10).fill(true));
    expect(await cluster.end()).toBe(0);
    expect(parts.map(({ pid }) => isRunning(pid))).toEqual(Array(10).fill(false));
  });
};

overRedis({ describe, it }, 'ND-20', () => {
  if (HAS_NGINX) describe('npm run cluster', define);
  else {
    it('ND-20: not tested', () => {
      console.warn('ND-20 to ND-24: there is no nginx to test npm run cluster with: apt-get install nginx');
    });
  }
});
