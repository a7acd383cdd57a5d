import type { Handshake } from './packets.js';

/** One way to carry packets to a server and back, for the life of one connection. */
export interface Link {
  /** The server’s first packet was heard, and says this. */
  opened(handshake: Handshake): void;
  /** Sends a packet, once `opened`: all arrive once and in order, or the link closes. */
  send(packet: string): void;
  /** Ends it. What the listener hears from now on means nothing. */
  close(): void;
}

/** Hears what comes over a link. */
export interface LinkListener {
  heard(packet: string): void;
  /** It could not be opened, or has ended; may be said twice. */
  closed(): void;
}

/**
 * Begins a link to the server at an origin.
 *
 * @throws where the browser forbids this kind of link at once
 */
export type OpenLink = (server: string, listener: LinkListener) => Link;
