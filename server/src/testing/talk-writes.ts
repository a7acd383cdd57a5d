import { FLAG_REASONS, type Vote } from '@huzzah/protocol';
import { randomUUID } from 'node:crypto';
import type { CommentWrite, FlagWrite, PageRef, VisitorWrite, VoteWrite } from '../core/records.js';
import { editBy, flagBy, nameOf, postBy, voteBy } from './talk.js';
import type { TalkModel } from './talk-model.js';

/** Something that visitors do, or that is done to the store. */
export type TalkWrite =
  | { readonly type: 'comment'; readonly write: CommentWrite }
  | { readonly type: 'vote'; readonly write: VoteWrite }
  | { readonly type: 'flag'; readonly write: FlagWrite }
  | { readonly type: 'visitor'; readonly write: VisitorWrite }
  | { readonly type: 'restart' };

const VOTES: readonly Vote[] = [1, -1, 0];
/** One of a number has so many. */
const WRITES_A_CHOICE = 5;

/** Turns numbers into writes by few visitors on few comments, so that all that can meet does. */
export class TalkWriter {
  readonly #model: TalkModel;
  readonly #refs: readonly PageRef[];
  readonly #run: string;
  /** Where each comment was posted; ids that nobody has posted are among them. */
  readonly #ids: string[] = [];
  readonly #past: TalkWrite[] = [];
  #seed = 0;

  /** @param run keeps its visitors apart from those of other runs */
  constructor(model: TalkModel, refs: readonly PageRef[], run: string) {
    this.#model = model;
    this.#refs = refs;
    this.#run = run;
  }

  /** Each write is made once the one before is applied to the model. */
  *from(choice: number): Generator<TalkWrite> {
    this.#seed = choice + 1;
    for (let index = 0; index < WRITES_A_CHOICE; index += 1) {
      const next = this.#next();
      this.#past.push(next);
      yield next;
    }
  }

  #next(): TalkWrite {
    const kind = this.#pick(40);
    const visitorId = `${this.#run}-${this.#pick(3)}`;
    const ref = this.#refs[this.#pick(this.#refs.length)]!;
    if (kind === 0) return { type: 'restart' };
    if (kind < 5 && this.#past.length > 0) return this.#again(this.#past[this.#pick(this.#past.length)]!);
    if (kind < 8) return { type: 'visitor', write: nameOf(visitorId, this.#pick(5) === 0 ? null : `Name ${kind}`) };
    if (kind < 20 || this.#ids.length === 0) return { type: 'comment', write: this.#post(visitorId, ref) };
    const id = this.#ids[this.#pick(this.#ids.length)]!;
    if (kind < 27) return { type: 'vote', write: voteBy(visitorId, id, VOTES[this.#pick(3)]!, { ref }) };
    if (kind < 29) {
      const reason = FLAG_REASONS[this.#pick(FLAG_REASONS.length)]!;
      return { type: 'flag', write: flagBy(visitorId, id, { ref, reason }) };
    }
    const version = (this.#model.comment(id)?.version ?? 1) + Number(this.#pick(8) === 0);
    const type = (['edit', 'remove', 'restore'] as const)[this.#pick(3)]!;
    return { type: 'comment', write: editBy(visitorId, type, { id, version }, { ref, body: `Edited ${kind}` }) };
  }

  #post(visitorId: string, ref: PageRef): CommentWrite {
    const parentId = this.#pick(2) === 0 && this.#ids.length > 0 ? this.#ids[this.#pick(this.#ids.length)]! : null;
    const status = this.#pick(6) === 0 ? 'pending' : 'published';
    const isTaken = this.#pick(12) === 0 && this.#ids.length > 0;
    const commandId = isTaken ? this.#ids[this.#pick(this.#ids.length)]! : randomUUID();
    this.#ids.push(commandId);
    const body = `Body ${this.#ids.length}`;
    return postBy(visitorId, { ref, parentId, status, commandId, body, isRename: this.#pick(4) === 0 });
  }

  /** The same once more, or its commandId for something else. */
  #again(past: TalkWrite): TalkWrite {
    if (past.type === 'restart' || this.#pick(2) === 0) return past;
    const { visitorId, commandId } = past.write;
    return { type: 'visitor', write: nameOf(visitorId, `Other ${this.#pick(9)}`, { commandId }) };
  }

  #pick(count: number): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) >>> 0;
    return (this.#seed >>> 8) % count;
  }
}
