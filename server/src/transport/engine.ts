import type { Socket } from 'node:net';

/** A packet of Engine.IO, received or waiting to be sent. */
export interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/** The parts of a WebSocket of `ws` that we use; whole frames are written to its `_socket`. */
interface RawWebSocket {
  readonly _socket: Socket;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** A connection of Engine.IO, with the parts that are not typed as public; nothing else leans on them. */
export interface Engine {
  readonly readyState: string;
  readonly upgrading: boolean;
  readonly writeBuffer: readonly EnginePacket[];
  readonly transport: {
    readonly socket?: RawWebSocket;
    /** For so long one that is closed waits for a poller to ask again and be told, in ms. */
    closeTimeout?: number;
  };
  /** What pings it in time; `null` where another does. */
  pingIntervalTimer: NodeJS.Timeout | null;
  write(text: string): void;
  sendPacket(type: 'ping'): void;
  /** Ends it at once: `close` lets a poller go on until he has polled. */
  onClose(reason: string): void;
  on(event: 'packet' | 'packetCreate', listener: (packet: EnginePacket) => void): void;
  /** A message has come, which Socket.IO hears first; the connection has ended. */
  on(event: 'data' | 'close', listener: () => void): void;
}
