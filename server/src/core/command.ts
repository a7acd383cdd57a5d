import { hash } from 'node:crypto';
import type { Command } from './records.js';

/** A visitor's command, known again by all that is in it: its name first, then its values in a fixed order. */
export function commandOf(visitorId: string, commandId: string, content: readonly unknown[]): Command {
  const fingerprint = hash('sha256', JSON.stringify(content), 'base64url').slice(0, 22);
  return { visitorId, commandId, fingerprint };
}
