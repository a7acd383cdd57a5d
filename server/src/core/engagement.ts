import {
  LIMITS,
  type Counts,
  type Joined,
  type Occupancy,
  type PageSnapshot,
  type ParsedCommands,
  type ReactionSet,
} from '@huzzah/protocol';
import type { Allowance } from './allowance.js';
import type { Asker } from './asker.js';
import { bytesOf, fitting, type Lists } from './lists.js';
import type { Audience, Store } from './ports.js';
import type { OwnRecord, PageRecord, PageRef } from './records.js';
import { Refusal } from './refusal.js';
import { showChange, showComment } from './show-comment.js';
import { offers, showMine, showTally, type SiteConfig } from './sites.js';

/** How much is shown of what is pinned, and of what is held, in bytes as JSON: a join has room for so much beside its list. */
const BESIDE_BYTES = LIMITS.listBytes / 6;

/** What the rules of pages need. */
export interface EngagementOptions<Frame> {
  readonly store: Store;
  readonly audience: Audience<Frame>;
  readonly lists: Lists;
  readonly allowance: Allowance;
}

/** The rules of pages and reactions: may this visitor do this, here, now; and what it means. */
export class Engagement<Frame> {
  readonly #store: Store;
  readonly #audience: Audience<Frame>;
  readonly #lists: Lists;
  readonly #allowance: Allowance;

  constructor({ store, audience, lists, allowance }: EngagementOptions<Frame>) {
    this.#store = store;
    this.#audience = audience;
    this.#lists = lists;
    this.#allowance = allowance;
  }

  /**
   * Brings a viewer onto a page; `isNew` says that he was not there before, and is not where
   * this fails. The caller sends the reply, and then calls `answered`. Nothing is stored.
   */
  async join(
    asker: Asker<Frame>,
    input: ParsedCommands['page.join'],
    isNew: boolean,
  ): Promise<{ reply: Joined; answered: () => void }> {
    const { site, visitor, viewer } = asker;
    const ref = { site: site.id, page: input.page };
    // First in, then read: what changes in between reaches the viewer after its reply.
    const joined = this.#audience.join(ref, viewer);
    try {
      // The page before its comments: what is newer in them is told again, and nothing is left out.
      const [record, occupancy] = await Promise.all([this.#read(ref), this.#occupancy(ref)]);
      const [own, pinned, talk] = await Promise.all([
        this.#readOwn(asker, ref),
        record.commentCount === 0 ? [] : this.#store.readComments(ref),
        this.#talk(ref, record, input),
      ]);
      const shown = fitting(
        pinned.flatMap((comment) => (comment === null ? [] : showComment(comment, 'reader'))),
        BESIDE_BYTES,
      );
      const ids = [...shown, ...(talk.comments ?? talk.changes!.map(({ comment }) => comment))].map(({ id }) => id);
      const myVotes = visitor.isKnown ? await this.#store.readVotes(ref, visitor.id, [...new Set(ids)]) : {};
      const reply: Joined = {
        ...this.#describe(site, ref, record, occupancy),
        mine: showMine(site, own.mine),
        settings: site.settings,
        held: fitting(
          own.held.map((comment) => showComment(comment, 'author')),
          BESIDE_BYTES,
        ),
        myVotes,
        pinned: shown,
        ...talk,
      };
      return { reply, answered: () => joined(record) };
    } catch (error) {
      if (isNew) this.#audience.leave(ref, viewer);
      else joined(null);
      throw error;
    }
  }

  leave({ site, viewer }: Pick<Asker<Frame>, 'site' | 'viewer'>, page: string): void {
    this.#audience.leave({ site: site.id, page }, viewer);
  }

  async setReaction(asker: Asker<Frame>, input: ParsedCommands['reaction.set']): Promise<ReactionSet> {
    const { site, visitor, viewer } = asker;
    const { page, kind, commandId } = input;
    if (kind !== null && !offers(site, kind)) {
      const kinds = site.reactions.map((reaction) => reaction.kind);
      throw new Refusal('bad_request', `unable to set the reaction; kind "${kind}" is none of ${kinds.join(', ')}`);
    }
    const ref = { site: site.id, page };
    const refusal = await this.#allowance.takeReaction(asker, ref, kind);
    const write = { ref, visitorId: visitor.id, kind, commandId, onlyIfKnown: refusal !== null };
    const outcome = await this.#store.setReaction(write);
    if (outcome.status === 'unknown') throw refusal!;
    if (outcome.status === 'conflict') {
      throw new Refusal('conflict', 'unable to set the reaction; its commandId was used with other content');
    }
    const { record } = outcome;
    const mine = showMine(site, outcome.mine);
    // A repetition too: the first may have been done after its refusal, when nobody was told.
    if (outcome.status === 'repeated' || outcome.mine !== outcome.previous)
      this.#audience.marked(ref, record, visitor.id, mine, viewer);
    return { epoch: record.epoch, tally: showTally(site, record), mine };
  }

  /** A page for somebody who only looks. */
  async snapshot(site: SiteConfig, page: string): Promise<PageSnapshot> {
    const ref = { site: site.id, page };
    const [record, occupancy] = await Promise.all([this.#read(ref), this.#occupancy(ref)]);
    const { comments, before } = await this.#lists.read(ref, record, {});
    return { ...this.#describe(site, ref, record, occupancy), comments, before };
  }

  /** The counts of many pages, each under the name it was asked for. */
  async counts(site: SiteConfig, pages: readonly { asked: string; page: string }[]): Promise<Counts> {
    const refs = pages.map(({ page }) => ({ site: site.id, page }));
    const [records, occupancies] = await Promise.all([this.#store.readPages(refs), this.#audience.occupancies(refs)]);
    return Object.fromEntries(
      pages.map(({ asked }, index) => {
        const record = records[index]!;
        const { visitors } = occupancies[index]!;
        return [asked, { comments: record.commentCount, reactions: showTally(site, record).counts, visitors }];
      }),
    );
  }

  /** The comments of the join: what has changed since, where that can be told; else a list. */
  async #talk(
    ref: PageRef,
    record: PageRecord,
    { since, limit, sort, around }: ParsedCommands['page.join'],
  ): Promise<Pick<Joined, 'comments' | 'before' | 'after' | 'resumed' | 'changes'>> {
    const changes = since?.epoch === record.epoch ? await this.#changesSince(ref, record, since.seq) : null;
    if (changes !== null) return { resumed: true, changes };
    if (limit === 0) return { comments: [], before: null };
    const wish = { sort, limit };
    if (around === undefined) return this.#lists.read(ref, record, wish);
    // A page is joined even where the comment that a link names is no longer there.
    return this.#lists.read(ref, record, { ...wish, around }).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'not_found') return this.#lists.read(ref, record, wish);
      throw error;
    });
  }

  /** `null` where a snapshot says it better, or nothing else can. */
  async #changesSince(ref: PageRef, record: PageRecord, seq: number) {
    if (seq === record.seq) return [];
    const changes = seq < record.seq ? await this.#store.readChanges(ref, seq) : null;
    if (changes === null) return null;
    // What came after the record is told by the next pulse.
    const shown = changes.filter((change) => change.seq <= record.seq).map(showChange);
    const bytes = shown.reduce((sum, { comment }) => sum + CHANGE_BYTES + bytesOf(comment), 0);
    return bytes <= LIMITS.listBytes ? shown : null;
  }

  /** On one who is new nothing is held. */
  async #readOwn({ visitor }: Asker<Frame>, ref: PageRef): Promise<OwnRecord> {
    return visitor.isKnown ? this.#store.readOwn(ref, visitor.id) : { mine: null, held: [] };
  }

  async #read(ref: PageRef): Promise<PageRecord> {
    const [record] = await this.#store.readPages([ref]);
    return record!;
  }

  async #occupancy(ref: PageRef): Promise<Occupancy> {
    const [occupancy] = await this.#audience.occupancies([ref]);
    return occupancy!;
  }

  #describe(site: SiteConfig, ref: PageRef, record: PageRecord, occupancy: Occupancy) {
    return {
      page: ref.page,
      epoch: record.epoch,
      seq: record.seq,
      tally: showTally(site, record),
      occupancy,
      commentCount: record.commentCount,
      threadCount: record.threadCount,
    };
  }
}

/** What stands around the comment of a change. */
const CHANGE_BYTES = 60;
