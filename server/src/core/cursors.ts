import type { Sort } from '@huzzah/protocol';
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { ListPlace, PageRef } from './records.js';
import { Refusal } from './refusal.js';

/** Characters of the seal: a place guessed right would show only what a list shows anyway. */
const SEAL_LENGTH = 12;

/** The list that a cursor is good for. */
export interface ListScope {
  readonly ref: PageRef;
  readonly sort: Sort;
  readonly parentId: string | null;
}

/** A place in a list, and whether it is to lead to what comes before a part. */
export interface Cursor {
  readonly place: ListPlace;
  readonly isBackward: boolean;
}

/**
 * Places in lists as clients hold them: sealed, so that one that was made up, or is of another
 * page, list or order, is refused. Good over a restart.
 */
export class Cursors {
  readonly #keys: readonly string[];

  /** @param secrets the newest first; all of them open */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => createHmac('sha256', secret).update('cursors').digest('base64url'));
  }

  seal(scope: ListScope, { place: { seq, score }, isBackward }: Cursor): string {
    const place = `${seq}.${score}.${Number(isBackward)}`;
    return sealOf(this.#keys[0]!, scope, place) + place;
  }

  /** Throws the refusal `bad_request` where the cursor is not one that was given for this list. */
  open(scope: ListScope, cursor: string): Cursor {
    const [seal, place] = [cursor.slice(0, SEAL_LENGTH), cursor.slice(SEAL_LENGTH)];
    if (!this.#keys.some((key) => isSame(seal, sealOf(key, scope, place)))) {
      throw new Refusal('bad_request', 'unable to list; the cursor is not one of this list');
    }
    const [seq, score, isBackward] = place.split('.').map(Number);
    return { place: { seq: seq!, score: score! }, isBackward: isBackward === 1 };
  }
}

/** One hash is a third of an HMAC's work, and cut so short there is nothing to extend. */
function sealOf(key: string, { ref, sort, parentId }: ListScope, place: string): string {
  const sealed = [key, ref.site, ref.page, sort, parentId, place].join('\n');
  return hash('sha256', sealed, 'base64url').slice(0, SEAL_LENGTH);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
