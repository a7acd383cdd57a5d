/** A packet of Engine.IO, received or waiting to be sent. */
export interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/** The parts of a WebSocket of `ws` that we use; `_sender` is what Engine.IO itself writes prepared frames through. */
interface RawWebSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly _sender: { sendFrame(list: Buffer[]): void };
  close(code: number, reason: string): void;
  terminate(): void;
}

/** A connection of Engine.IO, with the parts that are not typed as public; nothing else leans on them. */
export interface Engine {
  readonly readyState: string;
  readonly upgrading: boolean;
  readonly writeBuffer: readonly EnginePacket[];
  readonly transport: { readonly name: string; readonly writable: boolean; readonly socket?: RawWebSocket };
  write(text: string): void;
  /** Ends it at once: `close` would let a poller that never polls go on for half a minute. */
  onClose(reason: string): void;
  on(event: 'packet' | 'packetCreate', listener: (packet: EnginePacket) => void): void;
  /** A message has come; Socket.IO hears it first. */
  on(event: 'data', listener: () => void): void;
}
