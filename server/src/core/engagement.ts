import {
  PAGE_SETTINGS,
  type Counts,
  type Joined,
  type PageSnapshot,
  type ParsedCommands,
  type ReactionSet,
} from '@huzzah/protocol';
import type { Audience, PageRecord, PageRef, Store, Viewer } from './ports.js';
import { Refusal } from './refusal.js';
import { offers, showMine, showTally, type SiteConfig } from './sites.js';

/** Who asks, where, and over which connection. */
export interface Asker<Frame> {
  readonly site: SiteConfig;
  readonly viewer: Viewer<Frame>;
}

/** The rules of pages and reactions: may this visitor do this, here, now; and what it means. */
export class Engagement<Frame> {
  readonly #store: Store;
  readonly #audience: Audience<Frame>;

  constructor(store: Store, audience: Audience<Frame>) {
    this.#store = store;
    this.#audience = audience;
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
    const { site, viewer } = asker;
    const ref = { site: site.id, page: input.page };
    // First in, then read: what changes in between reaches the viewer after its reply.
    const joined = this.#audience.join(ref, viewer);
    try {
      const [record, mine] = await Promise.all([this.#read(ref), this.#store.readMark(ref, viewer.visitorId)]);
      const isResumed =
        input.since !== undefined && input.since.epoch === record.epoch && input.since.seq <= record.seq;
      const reply: Joined = {
        ...this.#describe(site, ref, record),
        mine: showMine(site, mine),
        settings: PAGE_SETTINGS,
        held: [],
        myVotes: {},
        pinned: [],
        ...(isResumed ? { resumed: true, changes: [] } : { comments: [], before: null }),
      };
      return { reply, answered: () => joined(record) };
    } catch (error) {
      if (isNew) this.#audience.leave(ref, viewer);
      throw error;
    }
  }

  leave({ site, viewer }: Asker<Frame>, page: string): void {
    this.#audience.leave({ site: site.id, page }, viewer);
  }

  async setReaction({ site, viewer }: Asker<Frame>, input: ParsedCommands['reaction.set']): Promise<ReactionSet> {
    const { page, kind, commandId } = input;
    if (kind !== null && !offers(site, kind)) {
      const kinds = site.reactions.map((reaction) => reaction.kind);
      throw new Refusal('bad_request', `unable to set the reaction; kind "${kind}" is none of ${kinds.join(', ')}`);
    }
    const ref = { site: site.id, page };
    const outcome = await this.#store.setReaction({ ref, visitorId: viewer.visitorId, kind, commandId });
    if (outcome.status === 'conflict') {
      throw new Refusal('conflict', 'unable to set the reaction; its commandId was used with other content');
    }
    const { record } = outcome;
    const mine = showMine(site, outcome.mine);
    // A repetition too: the first may have been done after its refusal, when nobody was told.
    if (outcome.status === 'repeated' || outcome.mine !== outcome.previous)
      this.#audience.marked(ref, record, viewer.visitorId, mine, viewer);
    return { epoch: record.epoch, tally: showTally(site, record), mine };
  }

  /** A page for somebody who only looks. */
  async snapshot(site: SiteConfig, page: string): Promise<PageSnapshot> {
    const ref = { site: site.id, page };
    return { ...this.#describe(site, ref, await this.#read(ref)), comments: [], before: null };
  }

  /** The counts of many pages, each under the name it was asked for. */
  async counts(site: SiteConfig, pages: readonly { asked: string; page: string }[]): Promise<Counts> {
    const refs = pages.map(({ page }) => ({ site: site.id, page }));
    const records = await this.#store.readPages(refs);
    return Object.fromEntries(
      pages.map(({ asked }, index) => {
        const { counts } = showTally(site, records[index]!);
        return [asked, { comments: 0, reactions: counts, visitors: this.#audience.occupancy(refs[index]!).visitors }];
      }),
    );
  }

  async #read(ref: PageRef): Promise<PageRecord> {
    const [record] = await this.#store.readPages([ref]);
    return record!;
  }

  #describe(site: SiteConfig, ref: PageRef, record: PageRecord) {
    return {
      page: ref.page,
      epoch: record.epoch,
      seq: record.seq,
      tally: showTally(site, record),
      occupancy: this.#audience.occupancy(ref),
      commentCount: 0,
    };
  }
}
