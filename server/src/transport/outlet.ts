import { LIMITS } from '@huzzah/protocol';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
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
const OPEN = 1;

/**
 * The way out to one connection. A frame goes straight to its WebSocket while nothing waits
 * before it, which costs half of the way through Socket.IO; else it takes its turn there. What
 * waits is bounded, whoever wrote it: a connection that does not read is first left out, then
 * closed.
 */
export class Outlet {
  readonly #engine: Engine;
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
    let bytes = transport.name === 'websocket' ? (transport.socket?.bufferedAmount ?? 0) : 0;
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
    const queuedBytes = this.queuedBytes;
    if (queuedBytes > BEHIND_BYTES) {
      if (!mustGo) this.#bound();
      else if (queuedBytes + frame.webSocket.length > LIMITS.queuedBytes) this.#close();
      if (!mustGo || this.#isClosing) return false;
    }
    const { transport } = engine;
    const isFree = transport.writable && engine.writeBuffer.length === 0 && !engine.upgrading;
    if (isFree && transport.name === 'websocket' && transport.socket?.readyState === OPEN) {
      transport.socket._sender.sendFrame([frame.webSocket]);
    } else {
      engine.write(frame.text);
    }
    return true;
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
    const { transport } = this.#engine;
    const { socket } = transport;
    if (transport.name !== 'websocket' || socket === undefined) return this.#engine.onClose('transport close');
    socket.close(RESYNC, 'resync');
    setTimeout(() => socket.terminate(), TERMINATE_AFTER_MS).unref();
  }
}
