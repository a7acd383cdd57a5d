import type { Asker } from '../core/asker.js';
import type { CommandResults } from '@huzzah/protocol';
import type { Identified } from '../core/visitor.js';
import type { Turns } from './turns.js';
import type { WireFrame } from './wire-frame.js';

type Identity = CommandResults['visitor.identify'];

/** The connection that a command came over. */
export interface Caller extends Asker<WireFrame> {
  /** The pages it has joined, or is joining. */
  readonly pages: Set<string>;
  readonly turns: Turns;
  /** Resolves when a reply may go, `undefined` for now: what waits for this connection is bounded. */
  readonly room: () => Promise<void> | undefined;
  /** Whether the sign-on that it speaks by has ended. */
  readonly isOver: boolean;
  /** Makes it, and the tabs that share its token, another visitor's. */
  readonly become: (identified: Identified) => void;
  /** What it was last identified by, and the reply to that. */
  lastIdentity: { readonly commandId: string; readonly sso: string | null; readonly reply: Identity } | null;
  /** Commands that are not answered yet. */
  underWay: number;
  /** Whether the connection has ended: what it asked for before may still come to its turn. */
  isGone: boolean;
}
