import type { Vote } from '@huzzah/protocol';
import { StoreError, type Store } from '../../core/ports.js';
import { refKey } from '../../core/ref-key.js';
import type {
  ChangeRecord,
  CommentOutcome,
  CommentRecord,
  CommentWrite,
  Durability,
  ExportRecord,
  FlagOutcome,
  FlagWrite,
  ListQuery,
  ListRecord,
  OwnRecord,
  PageRecord,
  PageRef,
  ReactionOutcome,
  ReactionWrite,
  VisitorOutcome,
  VisitorRecord,
  VisitorWrite,
  VoteOutcome,
  VoteWrite,
} from '../../core/records.js';
import { GatheredReads } from './gathered-reads.js';
import { LastReads } from './last-reads.js';

/** Reads of a generation that are remembered: two are some 40 MB. */
const LAST_READS = 5_000;
/** So long after a read has failed others are answered from memory at once, in ms. */
const DOWN_MS = 500;

/**
 * A store that many nodes share, as one of them uses it: reads of the same thing are gathered, and where
 * nothing can be read, what was read last is the answer, so that reading goes on. While it can be
 * read nothing is answered from memory: another node may have written since.
 */
export class NodeStore implements Store {
  readonly #store: Store;
  readonly #gathered = new GatheredReads();
  readonly #last = new LastReads(LAST_READS);
  #failedAt = -Infinity;

  constructor(store: Store) {
    this.#store = store;
  }

  get durability(): Durability {
    return this.#store.durability;
  }

  readPages(refs: readonly PageRef[]): Promise<PageRecord[]> {
    return Promise.all(
      refs.map((ref) => this.#read(pageKey(ref), async () => (await this.#store.readPages([ref]))[0]!)),
    );
  }

  /** Another node, or a read elsewhere, tells that the page is this now. */
  remember(ref: PageRef, record: PageRecord): void {
    this.#last.set(pageKey(ref), record);
  }

  readOwn(ref: PageRef, visitorId: string): Promise<OwnRecord> {
    return this.#read(`own ${this.#ownKey(ref, visitorId)}`, () => this.#store.readOwn(ref, visitorId));
  }

  setReaction(write: ReactionWrite): Promise<ReactionOutcome> {
    return this.#write(write, this.#store.setReaction(write));
  }

  writeComment(write: CommentWrite): Promise<CommentOutcome> {
    return this.#write(write, this.#store.writeComment(write));
  }

  setVote(write: VoteWrite): Promise<VoteOutcome> {
    return this.#write(write, this.#store.setVote(write));
  }

  flagComment(write: FlagWrite): Promise<FlagOutcome> {
    return this.#store.flagComment(write);
  }

  listComments(query: ListQuery): Promise<ListRecord | null> {
    const { ref, ...wish } = query;
    // One that is older than the page as it is remembered would leave out what came in between.
    const isTrue = (list: ListRecord | null) => {
      const page = this.#last.get(pageKey(ref))?.value as PageRecord | undefined;
      return list !== null && page !== undefined && list.seq >= page.seq;
    };
    return this.#read(`list ${refKey(ref)} ${JSON.stringify(wish)}`, () => this.#store.listComments(query), isTrue);
  }

  readComments(ref: PageRef, ids?: readonly string[]): Promise<(CommentRecord | null)[]> {
    if (ids !== undefined) return this.#store.readComments(ref, ids);
    return this.#read(`pinned ${refKey(ref)}`, () => this.#store.readComments(ref));
  }

  readVotes(ref: PageRef, visitorId: string, ids: readonly string[]): Promise<Readonly<Record<string, Vote>>> {
    if (ids.length === 0) return Promise.resolve({});
    const key = `votes ${this.#ownKey(ref, visitorId)} ${ids.join()}`;
    return this.#read(key, () => this.#store.readVotes(ref, visitorId, ids));
  }

  readChanges(ref: PageRef, since: number): Promise<readonly ChangeRecord[] | null> {
    return this.#gathered.read(`since ${refKey(ref)} ${since}`, () => this.#store.readChanges(ref, since));
  }

  readVisitor(site: string, visitorId: string): Promise<VisitorRecord | null> {
    return this.#read(`visitor ${site} ${visitorId}`, () => this.#store.readVisitor(site, visitorId));
  }

  exportVisitor(site: string, visitorId: string, from: string | null): Promise<ExportRecord | null> {
    return this.#store.exportVisitor(site, visitorId, from);
  }

  writeVisitor(write: VisitorWrite): Promise<VisitorOutcome> {
    return this.#store.writeVisitor(write);
  }

  check(): Promise<void> {
    return this.#store.check();
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** @param isTrue whether what is remembered may be the answer where nothing can be read */
  async #read<Value>(key: string, ask: () => Promise<Value>, isTrue = (_value: Value) => true): Promise<Value> {
    const remembered = () => {
      const last = this.#last.get(key) as { readonly value: Value } | undefined;
      return last !== undefined && isTrue(last.value) ? last : undefined;
    };
    const asked = this.#gathered.read(key, ask).then(
      (value) => {
        this.#failedAt = -Infinity;
        this.#last.set(key, value);
        return value;
      },
      (error: unknown) => {
        if (!(error instanceof StoreError)) throw error;
        this.#failedAt = performance.now();
        const last = remembered();
        if (last === undefined) throw error;
        return last.value;
      },
    );
    const last = performance.now() - this.#failedAt < DOWN_MS ? remembered() : undefined;
    if (last === undefined) return asked;
    asked.catch(() => undefined);
    return last.value;
  }

  /** What a visitor writes makes what is remembered of him old, once when it is sent and once when it is done. */
  async #write<Outcome>(
    { ref, visitorId }: { readonly ref: PageRef; readonly visitorId: string },
    writing: Promise<Outcome>,
  ): Promise<Outcome> {
    const key = `writes ${refKey(ref)} ${visitorId}`;
    const wrote = () => this.#last.set(key, this.#writes(key) + 1);
    wrote();
    const outcome = await writing;
    wrote();
    return outcome;
  }

  #writes(key: string): number {
    return (this.#last.get(key)?.value as number | undefined) ?? 0;
  }

  #ownKey(ref: PageRef, visitorId: string): string {
    const who = `${refKey(ref)} ${visitorId}`;
    return `${who} ${this.#writes(`writes ${who}`)}`;
  }
}

function pageKey(ref: PageRef): string {
  return `page ${refKey(ref)}`;
}
