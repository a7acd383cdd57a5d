import { LIMITS } from '@huzzah/protocol';
import type { PageRef } from '../../core/records.js';

/** A command as the scripts know it again. */
export interface ScriptCommand {
  readonly ref: PageRef;
  readonly visitorId: string;
  readonly commandId: string;
  /** What it asks for: the same commandId with another is a conflict. */
  readonly content: string;
  readonly isLong: boolean;
  readonly onlyIfKnown: boolean;
  /** Whether something may be held on the visitor afterwards: a comment, or something else. */
  readonly holds: 'comment' | 'other' | null;
}

/** For how long a command is known, in ms. */
export function timeOf({ isLong }: Pick<ScriptCommand, 'isLong'>): number {
  return isLong ? LIMITS.commentCommandMemoryMs : LIMITS.commandMemoryMs;
}
