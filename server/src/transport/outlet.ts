import { LIMITS } from '@huzzah/protocol';
import type { Socket } from 'socket.io';
import type { WireFrame } from './wire-frame.js';

/** With so much waiting a connection is behind: whole values are left out until it has read. */
const BEHIND_BYTES = LIMITS.queuedBytes / 4;
/** A peer that reads nothing does not answer a close either. */
const TERMINATE_AFTER_MS = 1_000;
/** The close code by which a client knows to come back through `since`. */
const RESYNC = 4008;

/** The parts of a WebSocket of `ws` that we use; `_sender` is what Engine.IO itself writes prepared frames through. */
interface RawWebSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly _sender: { sendFrame(list: Buffer[]): void };
  close(code: number, reason: string): void;
  terminate(): void;
}

const OPEN = 1;

/** The parts of an Engine.IO socket that are not typed as public. */
interface Engine {
  readyState: string;
  upgrading: boolean;
  writeBuffer: { data?: unknown }[];
  transport: { name: string; writable: boolean; socket?: RawWebSocket; close(): void };
  write(text: string): void;
}

/**
 * The way out to one connection. A frame goes straight to its WebSocket while nothing waits
 * before it, which costs half of the way through Socket.IO; else it takes its turn there. What
 * waits is bounded: a connection that does not read is first left out, then closed.
 */
export class Outlet {
  readonly #engine: Engine;
  #isClosing = false;

  constructor(socket: Socket) {
    this.#engine = socket.conn as unknown as Engine;
  }

  /** Bytes handed over and not yet taken by the network. */
  get queuedBytes(): number {
    const { writeBuffer, transport } = this.#engine;
    let bytes = transport.name === 'websocket' ? (transport.socket?.bufferedAmount ?? 0) : 0;
    for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : 0;
    return bytes;
  }

  /** Returns `false` where the frame was left out because the connection is behind. */
  deliver(frame: WireFrame): boolean {
    const engine = this.#engine;
    if (engine.readyState !== 'open' || this.#isClosing) return false;
    if (this.queuedBytes > BEHIND_BYTES) {
      this.bound();
      return false;
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

  /** Closes the transport where more than the budget waits; the client returns by itself. */
  bound(): void {
    if (this.#isClosing || this.queuedBytes <= LIMITS.queuedBytes) return;
    this.#isClosing = true;
    const { transport } = this.#engine;
    const { socket } = transport;
    if (transport.name !== 'websocket' || socket === undefined) return transport.close();
    socket.close(RESYNC, 'resync');
    setTimeout(() => socket.terminate(), TERMINATE_AFTER_MS).unref();
  }
}
