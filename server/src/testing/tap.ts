import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy before one port of this machine, which loses what comes back, or stands still. */
export class Tap {
  readonly port: number;
  /** Whether these bytes that come back are lost, without a word. */
  loses: (text: string) => boolean = () => false;
  /** All that was lost. */
  lost = '';
  readonly #server: Server;
  readonly #pairs = new Set<readonly [near: Socket, far: Socket]>();
  #isFrozen = false;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(target: number): Promise<Tap> {
    const server = createServer((near) => tap.#join(near, target));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const tap = new Tap(server);
    return tap;
  }

  /** Nothing passes any more and nothing ends, new connections included. */
  freeze(): void {
    this.#isFrozen = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** Ends what stood still; what comes from now on passes. */
  mend(): void {
    this.#isFrozen = false;
    this.cut();
  }

  /** Ends every connection. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket, target: number): void {
    const far = connect(target, '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    near.on('data', (chunk) => void far.write(chunk));
    far.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      if (this.loses(text)) this.lost += text;
      else near.write(chunk);
    });
    if (this.#isFrozen) for (const socket of pair) socket.pause();
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('close', end).on('error', end);
  }
}
