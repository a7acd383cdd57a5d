import { LIMITS } from '@huzzah/protocol';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Viewer } from '../core/ports.js';
import type { Engine } from './engine.js';
import type { WireFrame } from './wire-frame.js';

/** With so much waiting a connection is behind: whole values are left out until it has read. */
const BEHIND_BYTES = LIMITS.queuedBytes / 4;
/** So little waits that the longest reply is within the budget. */
const ROOM_BYTES = LIMITS.queuedBytes / 8;
/** How often a connection without room is looked at, in ms: the network does not say when it has taken what. */
const LOOK_MS = 20;
/** A peer that reads nothing does not answer a close either. */
const TERMINATE_AFTER_MS = 1_000;
/** The close code by which a client knows to come back through `since`. */
const RESYNC = 4008;
/** Engine.IO's ping, as a whole WebSocket frame. */
const PING = Buffer.from([0x81, 1, '2'.charCodeAt(0)]);

/**
 * The way out to one connection. A frame goes straight to its WebSocket while nothing waits
 * before it, which costs half of the way through Socket.IO; else it takes its turn there. What
 * waits is bounded, whoever wrote it: a connection that does not read is first left out, then
 * closed.
 */
export class Outlet {
  readonly #engine: Engine;
  #transport: Engine['transport'] | undefined;
  #socket: Socket | null = null;
  #isClosing = false;
  #lastRoom: Promise<void> = Promise.resolve();
  #roomsWanted = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.on('packetCreate', () => this.#bound());
  }

  /** Whether it was closed for what waits: nothing more is done for this connection. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Bytes handed over and not yet taken by the network. */
  get queuedBytes(): number {
    const { writeBuffer, transport } = this.#engine;
    let bytes = transport.socket?._socket.writableLength ?? 0;
    for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : 0;
    return bytes;
  }

  /**
   * Returns `false` where the frame was left out: the connection is behind, or closing. For one
   * that `mustGo` it is closed where the frame does not fit into the budget.
   */
  deliver(frame: WireFrame, mustGo = false): boolean {
    const engine = this.#engine;
    if (engine.readyState !== 'open' || this.#isClosing) return false;
    const socket = this.#freeSocket;
    const queuedBytes = socket === null ? this.queuedBytes : socket.writableLength;
    if (queuedBytes > BEHIND_BYTES) {
      if (!mustGo) this.#bound();
      else if (queuedBytes + frame.webSocket.length > LIMITS.queuedBytes) this.#close();
      if (!mustGo || this.#isClosing) return false;
    }
    if (socket === null) engine.write(frame.text);
    else socket.write(frame.webSocket);
    return true;
  }

  /** Asks for a sign of life. */
  ping(): void {
    const socket = this.#freeSocket;
    if (socket === null) this.#engine.sendPacket('ping');
    else socket.write(PING);
  }

  /**
   * The socket of the WebSocket, where nothing waits before what is written to it now: what Engine.IO
   * has taken from its buffer it has written. It looks at few objects: for each of thousands of
   * readers, the processor's cache holds none of them.
   */
  get #freeSocket(): Socket | null {
    const { transport, writeBuffer, upgrading } = this.#engine;
    if (transport !== this.#transport) {
      this.#transport = transport;
      this.#socket = transport.socket?._socket ?? null;
    }
    return writeBuffer.length === 0 && !upgrading && this.#socket?.writable === true ? this.#socket : null;
  }

  /**
   * Resolves, in the order asked, when little enough waits that a reply may be added, or the
   * connection ends; `undefined`: now. A reader in no hurry gets his replies one by one, rather
   * than closed.
   */
  room(): Promise<void> | undefined {
    if (this.#roomsWanted === 0 && this.queuedBytes <= ROOM_BYTES) return undefined;
    this.#roomsWanted += 1;
    this.#lastRoom = this.#lastRoom.then(() => this.#drained());
    return this.#lastRoom;
  }

  async #drained(): Promise<void> {
    // Most take it within a turn of the loop.
    await turn();
    while (this.#engine.readyState === 'open' && !this.#isClosing && this.queuedBytes > ROOM_BYTES) {
      await pause(LOOK_MS);
    }
    this.#roomsWanted -= 1;
  }

  #bound(): void {
    if (!this.#isClosing && this.queuedBytes > LIMITS.queuedBytes) this.#close();
  }

  /** Closes the transport; the client returns by itself. */
  #close(): void {
    this.#isClosing = true;
    const { socket } = this.#engine.transport;
    if (socket === undefined) return this.#engine.onClose('transport close');
    socket.close(RESYNC, 'resync');
    setTimeout(() => socket.terminate(), TERMINATE_AFTER_MS).unref();
  }
}

/** A connection as the fan-out sees it. */
export class ConnectedViewer implements Viewer<WireFrame> {
  /** May become another: somebody signs on. */
  visitorId: string;
  readonly #outlet: Outlet;

  constructor(visitorId: string, outlet: Outlet) {
    this.visitorId = visitorId;
    this.#outlet = outlet;
  }

  deliver(frame: WireFrame, mustGo?: boolean): boolean {
    return this.#outlet.deliver(frame, mustGo);
  }
}
