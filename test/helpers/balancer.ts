import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What stands before several nodes: gives each connection to the next that takes it. */
export class Balancer {
  readonly url: string;
  readonly #ports: readonly number[];
  #next = 0;

  private constructor(port: number, ports: readonly number[]) {
    this.url = `http://localhost:${port}`;
    this.#ports = ports;
  }

  /** Before the nodes on these ports; ends with the test. */
  static async start(ports: readonly number[]): Promise<Balancer> {
    const sockets = new Set<Socket>();
    const server = createServer((near) => {
      sockets.add(near);
      near.on('close', () => sockets.delete(near)).on('error', () => undefined);
      balancer.#pass(near, ports.length);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const balancer = new Balancer((server.address() as AddressInfo).port, ports);
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return balancer;
  }

  #pass(near: Socket, tries: number): void {
    if (tries === 0) return void near.destroy();
    const far = connect(this.#ports[this.#next++ % this.#ports.length]!, '127.0.0.1');
    const again = () => this.#pass(near, tries - 1);
    far.once('error', again);
    far.once('connect', () => {
      far.off('error', again).on('error', () => near.destroy());
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
      near.pipe(far).pipe(near);
    });
  }
}
