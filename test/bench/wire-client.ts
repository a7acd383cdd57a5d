import { WebSocket } from 'ws';

/**
 * The cheapest client that speaks the wire: a load must not be slowed down by those who make
 * it. Frames are handed on as text; only replies are matched.
 */
export class WireClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: string) => void>();
  #nextId = 0;
  /** Called with each event frame, as text. */
  onEvent: (frame: string) => void = () => {};
  /** Called when the server has ended the connection. */
  onClose: () => void = () => {};
  /** Frames received, replies not counted. */
  events = 0;
  /** The first event frame: the session. */
  greeting = '';

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Connects to the namespace `/` and resolves once the server has greeted. */
  static connect(url: string, auth: object): Promise<WireClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    const client = new WireClient(socket);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => client.onClose());
      socket.on('message', (data: Buffer) => {
        const frame = data.toString('latin1');
        switch (frame.charCodeAt(0)) {
          case 48: // 0: Engine.IO is open
            socket.send(`40${JSON.stringify(auth)}`);
            break;
          case 50: // 2: ping
            socket.send('3');
            break;
          case 52: // 4: a Socket.IO packet
            if (frame.startsWith('40')) resolve(client);
            else if (frame.startsWith('43')) client.#replied(frame);
            else client.#heard(frame);
            break;
          default:
        }
      });
    });
  }

  /** Sends a command, and resolves with the reply's text. */
  ask(name: string, input: object): Promise<string> {
    const id = this.#nextId++;
    this.#socket.send(`42${id}${JSON.stringify([name, input])}`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  close(): void {
    this.#socket.terminate();
  }

  #replied(frame: string): void {
    const start = frame.indexOf('[');
    const id = Number(frame.slice(2, start));
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(frame.slice(start));
  }

  #heard(frame: string): void {
    this.events += 1;
    if (this.greeting === '') this.greeting = frame;
    this.onEvent(frame);
  }
}
