import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A TCP proxy between a browser and the server, which does what networks do: it ends, it goes
 * silent, it does not let WebSockets through.
 */
export class Proxy {
  readonly url: string;
  /** Whether connections are refused. */
  #isCut = false;
  readonly #pairs = new Set<[Socket, Socket]>();

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
          else far.write(chunk);
        });
        far.on('data', (chunk) => near.write(chunk));
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

  /** Goes silent: nothing is ended, nothing passes any more, and nothing begins until it is mended. */
  freeze(): void {
    this.#isCut = true;
    for (const [near, far] of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  mend(): void {
    this.#isCut = false;
  }
}
