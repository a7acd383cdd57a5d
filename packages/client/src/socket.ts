import type { Link, OpenLink } from './link.js';
import {
  ACK,
  CLOSE,
  CONNECT,
  CONNECT_ERROR,
  connectPacket,
  DISCONNECT,
  EVENT,
  eventPacket,
  OPEN,
  PING,
  PONG,
  readPacket,
  type Handshake,
  type Packet,
} from './packets.js';

/** How long the server may take to greet us, and again to let us in. */
const OPENING_MS = 10_000;
/** A reply that takes longer counts as lost: the server refuses what its store has not done in 2.5 s. */
const REPLY_WAIT_MS = 10_000;

/** What a socket tells its owner. */
export interface SocketListener {
  /** What to show to be let in; asked once the server has greeted us. */
  auth(): Promise<object>;
  /** Let in. */
  connected(): void;
  heard(event: string, data: unknown): void;
  /** Over, and not by `close`; `refusal` is why the server did not let us in, where it said so. */
  ended(refusal: unknown): void;
}

/**
 * One Socket.IO connection over one link, from its first packet to its end: it shows who we are,
 * matches replies to requests, and notices where the server has gone silent.
 */
export class Socket {
  readonly #listener: SocketListener;
  /** Who waits for a reply, by the number of his request; `undefined` is that it will not come. */
  readonly #waiters = new Map<number, (reply: unknown) => void>();
  #link: Link | undefined;
  #stage: 'opening' | 'greeted' | 'connected' | 'over' = 'opening';
  #requests = 0;
  /** A living server is heard at least this often, in ms. */
  #silenceMs = 0;
  /** When the server will have been silent for too long, epoch ms. */
  #deadline = 0;
  #watch: ReturnType<typeof setTimeout> | undefined;

  constructor(openLink: OpenLink, server: string, listener: SocketListener) {
    this.#listener = listener;
    this.#expect(OPENING_MS);
    const closed = () => this.#end();
    try {
      this.#link = openLink(server, { heard: (packet) => this.#heard(packet), closed });
    } catch {
      queueMicrotask(closed);
    }
  }

  /** Whether the server has answered at all: the link works. */
  get wasGreeted(): boolean {
    return this.#silenceMs > 0;
  }

  get isConnected(): boolean {
    return this.#stage === 'connected';
  }

  /** Ends it where the server has been silent for too long: a machine that slept finds out before its timers do. */
  check(): void {
    if (Date.now() > this.#deadline) this.#end();
  }

  /** Resolves with the reply; rejects where none came in time, or before the end. */
  request(name: string, input: object): Promise<unknown> {
    const id = this.#requests++;
    this.#link!.send(eventPacket(id, name, input));
    return new Promise((resolve, reject) => {
      const settle = (reply: unknown) => {
        clearTimeout(timer);
        this.#waiters.delete(id);
        if (reply === undefined) reject(new Error(`no reply to ${name}`));
        else resolve(reply);
      };
      const timer = setTimeout(settle, REPLY_WAIT_MS);
      this.#waiters.set(id, settle);
    });
  }

  /** Ends it; the listener hears no more. Returns whether it was not over yet. */
  close(): boolean {
    if (this.#stage === 'over') return false;
    this.#stage = 'over';
    clearTimeout(this.#watch);
    this.#link?.close();
    for (const settle of this.#waiters.values()) settle(undefined);
    return true;
  }

  #heard(text: string): void {
    if (this.#stage === 'over') return;
    let packet: Packet;
    try {
      packet = readPacket(text);
    } catch {
      return this.#end();
    }
    const { type, id, data } = packet;
    if (this.#stage === 'connected') this.#expect(this.#silenceMs);
    switch (type) {
      case OPEN:
        return void this.#greeted(data as Handshake);
      case PING:
        return this.#link!.send(PONG);
      case CONNECT:
        this.#stage = 'connected';
        this.#expect(this.#silenceMs);
        return this.#listener.connected();
      case EVENT:
        return this.#listener.heard(...(data as [string, unknown]));
      case ACK:
        return this.#waiters.get(id)?.((data as [unknown])[0]);
      case CONNECT_ERROR:
        return this.#end((data as { data?: unknown }).data);
      case DISCONNECT:
      case CLOSE:
        return this.#end();
    }
  }

  async #greeted(handshake: Handshake): Promise<void> {
    this.#silenceMs = handshake.pingInterval + handshake.pingTimeout;
    this.#link!.opened(handshake);
    this.#stage = 'greeted';
    this.#expect(OPENING_MS);
    const auth = await this.#listener.auth();
    if (this.#stage === 'greeted') this.#link!.send(connectPacket(auth));
  }

  /** Takes the connection for dead unless more is heard by then. */
  #expect(withinMs: number): void {
    clearTimeout(this.#watch);
    this.#deadline = Date.now() + withinMs;
    this.#watch = setTimeout(() => this.#end(), withinMs);
  }

  #end(refusal?: unknown): void {
    if (this.close()) this.#listener.ended(refusal);
  }
}
