import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** To the server, or to the browser. */
type Way = 'up' | 'down';

/**
 * A TCP proxy between a browser and the server, which does what networks do: it ends, it goes
 * silent, it does not let WebSockets through.
 */
export class Proxy {
  readonly url: string;
  /** Whether connections are refused. */
  #isCut = false;
  readonly #pairs = new Set<[Socket, Socket]>();
  /** Burns with the bytes that go its way. */
  #fuse: { readonly way: Way; left: number; readonly burnt: () => void } | undefined;
  #delayMs = 0;

  private constructor(port: number) {
    this.url = `http://localhost:${port}`;
  }

  /** Before the server at `target`. With `blocksWebSocket` a request to upgrade is cut off. */
  static start(target: string, { blocksWebSocket = false } = {}): Promise<Proxy> {
    const { port } = new URL(target);
    return new Promise((resolve) => {
      const server = createServer((near) => {
        if (proxy.#isCut) return void near.destroy();
        const far = connect(Number(port), '127.0.0.1');
        const pair: [Socket, Socket] = [near, far];
        proxy.#pairs.add(pair);
        near.on('data', (chunk) => {
          if (blocksWebSocket && /\r\nupgrade: websocket/i.test(chunk.toString('latin1'))) near.destroy();
          else proxy.#pass('up', chunk, far);
        });
        far.on('data', (chunk) => {
          if (proxy.#delayMs === 0) proxy.#pass('down', chunk, near);
          else setTimeout(() => proxy.#pass('down', chunk, near), proxy.#delayMs);
        });
        const end = () => {
          proxy.#pairs.delete(pair);
          near.destroy();
          far.destroy();
        };
        for (const socket of pair) socket.on('close', end).on('error', end);
      });
      let proxy: Proxy;
      server.listen(0, '127.0.0.1', () => {
        proxy = new Proxy((server.address() as AddressInfo).port);
        onTestFinished(() => {
          proxy.cut();
          server.close();
        });
        resolve(proxy);
      });
    });
  }

  /** Ends all connections, and lets none through. */
  cut(): void {
    this.#isCut = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** Cuts as soon as more than so many further bytes would go that way, those let through; resolves then. */
  cutAfter(byteCount: number, way: Way): Promise<void> {
    return new Promise((burnt) => (this.#fuse = { way, left: byteCount, burnt }));
  }

  /** From now on what is on its way to the browser takes so long. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Goes silent: nothing is ended, nothing passes any more, and nothing begins until it is mended. */
  freeze(): void {
    this.#isCut = true;
    for (const [near, far] of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** Lets no new connection through; those that are open stay as they are. */
  refuse(): void {
    this.#isCut = true;
  }

  mend(): void {
    this.#isCut = false;
  }

  #pass(way: Way, chunk: Buffer, to: Socket): void {
    if (to.destroyed) return;
    const fuse = this.#fuse;
    if (fuse?.way !== way || chunk.length <= fuse.left) {
      if (fuse?.way === way) fuse.left -= chunk.length;
      to.write(chunk);
      return;
    }
    this.#fuse = undefined;
    // Nothing else gets through before these are gone.
    this.#isCut = true;
    to.write(chunk.subarray(0, fuse.left), () => {
      this.cut();
      fuse.burnt();
    });
  }
}
