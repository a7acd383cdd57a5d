import {
  SOCKET_PATH,
  type Auth,
  type ClientEvents,
  type CommandInputs,
  type CommandName,
  type CommandResults,
} from '@huzzah/protocol';
import type { PagePulse, Reply, ServerEvents, VisitorSession, WireError } from '@huzzah/protocol';
import { io, type Socket } from 'socket.io-client';
import { HuzzahRefusal, retryOf } from './refusal.js';

/** A reply that takes longer counts as lost: the server refuses what its store has not done in 2.5 s. */
const REPLY_WAIT_MS = 10_000;

/** The connection ended before the reply came: whether the command was done is unknown. */
class ReplyLost extends Error {}

/** What a transport tells the connection that owns it. */
export interface TransportListener {
  /** Connected and known; `session` again whenever identity or configuration changes. */
  session(session: VisitorSession): void;
  pulse(pulse: PagePulse): void;
  /** Not connected any more, or not yet; the transport goes on trying. */
  down(): void;
  /** The server will not have this client as it is, and the transport has stopped trying. */
  refused(error: WireError): void;
  /** What to show at the next try to connect. */
  auth(): Promise<Auth>;
}

/** One Socket.IO socket: WebSocket first, long-polling where that is blocked; comes back by itself, with jitter. */
export class Transport {
  readonly #socket: Socket<ServerEvents, ClientEvents>;
  readonly #listener: TransportListener;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Which attempt to connect is the present one: the `auth` of an earlier one comes too late. */
  #attempt = 0;
  #isPausing = false;

  constructor(server: string, listener: TransportListener) {
    this.#listener = listener;
    this.#socket = io(server, {
      path: SOCKET_PATH,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      autoConnect: false,
      forceNew: true,
      timeout: 10_000,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: (show) => {
        this.#isPausing = false;
        const attempt = ++this.#attempt;
        void listener.auth().then((auth) => attempt === this.#attempt && show(auth));
      },
    });
    this.#socket.io.on('reconnect_attempt', () => (this.#isPausing = false));
    this.#socket.on('visitor.session', (session) => listener.session(session));
    this.#socket.on('page.pulse', (pulse) => listener.pulse(pulse));
    this.#socket.on('disconnect', (reason) => this.#lost(reason));
    this.#socket.on('connect_error', (error) => this.#failed((error as Error & { data?: WireError }).data));
  }

  get isUp(): boolean {
    return this.#socket.connected;
  }

  open(): void {
    this.#socket.connect();
  }

  /** Ends the connection and begins a new one at once, with a fresh `auth`. */
  reopen(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#socket.disconnect().connect();
  }

  /** Tries now instead of at the end of a pause: the network is back, or the reader is. */
  hurry(): void {
    if (this.#isPausing) this.reopen();
  }

  /** Ends the connection for good; the listener hears no more. */
  close(): void {
    this.#attempt += 1;
    this.#socket.off();
    clearTimeout(this.#timer);
    this.#socket.disconnect();
  }

  /** Asks, and resolves with the result; rejects with a {@link HuzzahRefusal}, or {@link ReplyLost}. */
  async request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]> {
    if (!this.isUp) throw new ReplyLost('not connected');
    let reply: Reply<CommandResults[Name]>;
    try {
      const emit = this.#socket.timeout(REPLY_WAIT_MS) as unknown as {
        emitWithAck(name: string, input: object): Promise<Reply<CommandResults[Name]>>;
      };
      reply = await emit.emitWithAck(name, input);
    } catch (cause) {
      throw new ReplyLost(`no reply to ${name}`, { cause });
    }
    if (!reply.ok) throw new HuzzahRefusal(reply.error);
    return reply;
  }

  #lost(reason: string): void {
    this.#isPausing = true;
    this.#listener.down();
    // A server that disconnects the socket itself is not come back to by Socket.IO.
    if (reason === 'io server disconnect') this.#again(1_000);
  }

  #failed(error: WireError | undefined): void {
    this.#isPausing = true;
    if (error === undefined) return this.#listener.down();
    if (retryOf(error.code) === 'never') return this.#listener.refused(error);
    this.#listener.down();
    this.#again(error.retryAfterMs ?? 2_000);
  }

  #again(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.open();
      },
      afterMs * (1 + Math.random()),
    );
  }
}
