import { LIMITS } from '@huzzah/protocol';
import type { ShowChange } from '../core/ports.js';
import type { ChangeRecord, CommentRecord } from '../core/records.js';

/** A comment as last committed; all its changes here share it. */
interface Shown {
  comment: CommentRecord;
  /** As its readers see it, made when first sent. */
  json: string | null;
  /** Changes here that carry it. */
  uses: number;
}

interface Entry {
  readonly seq: number;
  readonly type: ChangeRecord['type'];
  readonly shown: Shown;
}

/** The changes that follow a place, as JSON, and the `seq` that they lead to. */
export interface Taken {
  readonly texts: readonly string[];
  readonly bytes: number;
  readonly seq: number;
}

/**
 * The newest changes of one page in the order of `seq`, without gaps or duplicates, each with its
 * comment as last committed. What comes after a gap waits, unseen, until the gap is filled.
 */
export class ChangeLog {
  readonly #show: ShowChange;
  #entries: Entry[] = [];
  readonly #ahead = new Map<number, Entry>();
  readonly #shown = new Map<string, Shown>();
  #last = 0;

  constructor(show: ShowChange) {
    this.#show = show;
  }

  /** The newest `seq` that everything before it is here, or was. */
  get last(): number {
    return this.#last;
  }

  /** Forgets everything, and goes on after `seq`. */
  restart(seq: number): void {
    this.#entries = [];
    this.#ahead.clear();
    this.#shown.clear();
    this.#last = seq;
  }

  /** Takes in what one commit has changed; what is known already only brings its comment's newest version. */
  add(changes: readonly ChangeRecord[]): void {
    for (const change of changes) if (this.#isNew(change.seq)) this.#countReply(change);
    for (const { seq, type, comment } of changes) {
      const shown = this.#renew(comment);
      if (!this.#isNew(seq) || this.#ahead.size >= LIMITS.logLength) continue;
      const entry = { seq, type, shown: shown ?? { comment, json: null, uses: 0 } };
      entry.shown.uses += 1;
      this.#shown.set(comment.id, entry.shown);
      this.#ahead.set(seq, entry);
    }
    this.#close();
  }

  /** The comment's votes are now these. */
  voted(id: string, votes: CommentRecord['votes']): void {
    const shown = this.#shown.get(id);
    if (shown !== undefined) this.#set(shown, { ...shown.comment, votes });
  }

  /**
   * The changes after `after` that fit into so many bytes, but always one; none where they do
   * not reach back so far: then `seq` alone says that something is missing.
   */
  take(after: number, maxBytes: number): Taken {
    const from = after - this.#forgotten;
    if (from < 0) return { texts: [], bytes: 0, seq: this.#last };
    const texts: string[] = [];
    let bytes = 0;
    let seq = after;
    for (let i = from; i < this.#entries.length; i += 1) {
      const text = this.#encode(this.#entries[i]!);
      const size = Buffer.byteLength(text) + 1;
      if (texts.length > 0 && bytes + size > maxBytes) break;
      texts.push(text);
      bytes += size;
      seq += 1;
    }
    return { texts, bytes, seq };
  }

  /** Whether a change after `seq` takes text away that readers have. */
  hidesAfter(seq: number): boolean {
    const from = Math.max(0, seq - this.#forgotten);
    for (let i = from; i < this.#entries.length; i += 1) {
      const { type } = this.#entries[i]!;
      if (type === 'removed' || type === 'edited') return true;
    }
    return false;
  }

  /** Forgets the changes up to `seq`: nobody will ask for them. */
  forget(seq: number): void {
    const count = Math.min(this.#entries.length, seq - this.#forgotten);
    if (count <= 0) return;
    for (const { shown } of this.#entries.splice(0, count)) {
      shown.uses -= 1;
      if (shown.uses === 0) this.#shown.delete(shown.comment.id);
    }
  }

  /** The `seq` before the first one that is here. */
  get #forgotten(): number {
    return this.#last - this.#entries.length;
  }

  #isNew(seq: number): boolean {
    return seq > this.#last && !this.#ahead.has(seq);
  }

  /** Moves what follows without a gap. */
  #close(): void {
    for (let next = this.#ahead.get(this.#last + 1); next; next = this.#ahead.get(this.#last + 1)) {
      this.#ahead.delete(next.seq);
      this.#entries.push(next);
      this.#last = next.seq;
    }
    this.forget(this.#last - LIMITS.logLength);
  }

  #renew(comment: CommentRecord): Shown | undefined {
    const shown = this.#shown.get(comment.id);
    if (shown !== undefined && comment.version >= shown.comment.version) this.#set(shown, comment);
    return shown;
  }

  /** A comment says how many replies it has, also where they came after its own last change. */
  #countReply({ type, comment: { parentId } }: ChangeRecord): void {
    const shown = parentId === null ? undefined : this.#shown.get(parentId);
    const more = type === 'posted' || type === 'restored' ? 1 : type === 'removed' ? -1 : 0;
    if (shown === undefined || more === 0) return;
    const { comment } = shown;
    this.#set(shown, { ...comment, replyCount: Math.max(0, comment.replyCount + more) });
  }

  #set(shown: Shown, comment: CommentRecord): void {
    const { votes } = shown.comment;
    shown.comment = votes.version > comment.votes.version ? { ...comment, votes } : comment;
    shown.json = null;
  }

  #encode({ seq, type, shown }: Entry): string {
    shown.json ??= JSON.stringify(this.#show({ seq, type, comment: shown.comment }).comment);
    return `{"seq":${seq},"type":"${type}","comment":${shown.json}}`;
  }
}
