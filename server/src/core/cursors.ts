import type { Sort } from '@huzzah/protocol';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ListPlace, PageRef } from './records.js';
import { Refusal } from './refusal.js';

/** Bytes of the seal: a place guessed right would show only what a list shows anyway. */
const SEAL_BYTES = 9;

/** The list that a cursor is good for. */
export interface ListScope {
  readonly ref: PageRef;
  readonly sort: Sort;
  readonly parentId: string | null;
}

/**
 * Places in lists as clients hold them: sealed, so that one that was made up, or is of another
 * page, list or order, is refused. Good over a restart.
 */
export class Cursors {
  readonly #secrets: readonly string[];

  /** @param secrets the newest first; all of them open */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  seal(scope: ListScope, { seq, score }: ListPlace): string {
    const place = `${seq}.${score}`;
    return Buffer.concat([this.#sealOf(this.#secrets[0]!, scope, place), Buffer.from(place)]).toString('base64url');
  }

  /** Throws the refusal `bad_request` where the cursor is not one that was given for this list. */
  open(scope: ListScope, cursor: string): ListPlace {
    const bytes = Buffer.from(cursor, 'base64url');
    const [seal, place] = [bytes.subarray(0, SEAL_BYTES), bytes.subarray(SEAL_BYTES).toString('latin1')];
    const isOurs =
      seal.length === SEAL_BYTES &&
      // Decoding forgives what encoding never writes.
      bytes.toString('base64url') === cursor &&
      this.#secrets.some((secret) => timingSafeEqual(seal, this.#sealOf(secret, scope, place)));
    if (!isOurs) throw new Refusal('bad_request', 'unable to list; the cursor is not one of this list');
    const [seq, score] = place.split('.').map(Number);
    return { seq: seq!, score: score! };
  }

  #sealOf(secret: string, { ref, sort, parentId }: ListScope, place: string): Buffer {
    const sealed = JSON.stringify(['cursor', ref.site, ref.page, sort, parentId, place]);
    return createHmac('sha256', secret).update(sealed).digest().subarray(0, SEAL_BYTES);
  }
}
