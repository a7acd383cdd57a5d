import type { Asker } from '../core/asker.js';
import type { Turns } from './turns.js';
import type { WireFrame } from './wire-frame.js';

/** The connection that a command came over. */
export interface Caller extends Asker<WireFrame> {
  /** The pages it has joined, or is joining. */
  readonly pages: Set<string>;
  readonly turns: Turns;
  /** Resolves when a reply may go, `undefined` for now: what waits for this connection is bounded. */
  readonly room: () => Promise<void> | undefined;
  /** Commands that are not answered yet. */
  underWay: number;
  /** Whether the connection has ended: what it asked for before may still come to its turn. */
  isGone: boolean;
}
