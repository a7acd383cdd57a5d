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
/** Comments that are still written about. */
const RECENT = 12;
/** Each number gives so many. */
const WRITES_A_CHOICE = 5;

/** Turns numbers into writes by few visitors on few comments, so that all that can meet does. */
export class TalkWriter {
  readonly #model: TalkModel;
  readonly #refs: readonly PageRef[];
  readonly #run: string;
  /** What was posted where; some of it was refused. */
  readonly #posted: { readonly id: string; readonly ref: PageRef }[] = [];
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
    if (kind === 0) return { type: 'restart' };
    if (kind < 5 && this.#past.length > 0) return this.#again(this.#past[this.#pick(this.#past.length)]!);
    if (kind < 8) return { type: 'visitor', write: nameOf(visitorId, this.#pick(20) === 0 ? null : `Name ${kind}`) };
    if (kind < 20 || this.#posted.length === 0) return { type: 'comment', write: this.#post(visitorId) };
    const { id, ref } = this.#some();
    if (kind < 26) return { type: 'vote', write: voteBy(visitorId, id, VOTES[this.#pick(3)]!, { ref }) };
    if (kind < 29) {
      const reason = FLAG_REASONS[this.#pick(FLAG_REASONS.length)]!;
      return { type: 'flag', write: flagBy(visitorId, id, { ref, reason, text: `Flag ${this.#pick(9)}` }) };
    }
    const known = this.#model.comment(id);
    const version = (known?.version ?? 1) + Number(this.#pick(8) === 0);
    const fitting = known?.status === 'removed' ? 'restore' : (['edit', 'remove'] as const)[this.#pick(2)]!;
    const type = this.#pick(8) > 0 ? fitting : (['edit', 'remove', 'restore'] as const)[this.#pick(3)]!;
    return { type: 'comment', write: editBy(visitorId, type, { id, version }, { ref, body: `Edited ${kind}` }) };
  }

  #post(visitorId: string): CommentWrite {
    const answered = this.#pick(2) === 0 && this.#posted.length > 0 ? this.#some() : null;
    // An id is taken on its page.
    const taken = this.#pick(12) === 0 ? this.#posted.at(-1 - this.#pick(RECENT)) : undefined;
    const ref = taken?.ref ?? answered?.ref ?? this.#refs[this.#pick(this.#refs.length)]!;
    const commandId = taken?.id ?? randomUUID();
    this.#posted.push({ id: commandId, ref });
    return postBy(visitorId, {
      ref,
      commandId,
      parentId: answered?.id ?? null,
      status: this.#pick(6) === 0 ? 'pending' : 'published',
      body: `Body ${this.#posted.length}`,
      isRename: this.#pick(4) === 0,
    });
  }

  /** The same once more, or its commandId for something else. */
  #again(past: TalkWrite): TalkWrite {
    if (past.type === 'restart' || this.#pick(2) === 0) return past;
    const { visitorId, commandId } = past.write;
    return { type: 'visitor', write: nameOf(visitorId, `Other ${this.#pick(9)}`, { commandId }) };
  }

  /** Of the newest, so that each meets much; now and then on a page where it is not. */
  #some(): { readonly id: string; readonly ref: PageRef } {
    const found = this.#posted.at(-1 - this.#pick(Math.min(this.#posted.length, RECENT)))!;
    return this.#pick(12) > 0 ? found : { ...found, ref: this.#refs[this.#pick(this.#refs.length)]! };
  }

  #pick(count: number): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) >>> 0;
    return (this.#seed >>> 8) % count;
  }
}
