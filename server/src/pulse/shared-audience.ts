import { LIMITS, type Comment, type Occupancy } from '@huzzah/protocol';
import type { LiveSites } from '../core/live-sites.js';
import { Pace } from '../core/pace.js';
import type { Audience, Bus, BusListener, OccupancyListener, Presence, Store, Viewer } from '../core/ports.js';
import { refKey } from '../core/ref-key.js';
import type { Committed, OwnRecord, PageRecord, PageRef } from '../core/records.js';
import { Outgoing, type News } from './outgoing.js';
import type { Own } from './own-news.js';
import { OwnReads } from './own-reads.js';
import type { Pulse } from './pulse.js';
import { CHECK_EVERY_MS, SharedPage } from './shared-page.js';

/** How often pages are looked through for what is missing, in ms: twice before the pulse gives a gap up. */
const LOOK_MS = 250;
/**
 * The least time between two messages of a page, in ms: a little more than a beat, so that who hears them and tells his
 * viewers once a beat catches up with them. Of two equal intervals each keeps behind the other, by half of a beat mostly.
 */
export const TELL_EVERY_MS = LIMITS.beatMs + 10;
/** Pages whose heads are read together. */
const CHECK_PAGES = 100;

export interface SharedAudienceOptions<Frame> {
  readonly pulse: Pulse<Frame>;
  readonly store: Store;
  readonly bus: (listener: BusListener) => Bus;
  readonly presence: (listener: OccupancyListener) => Presence;
  /** What a visitor sees of what he holds. */
  readonly showOwn: (ref: PageRef, own: OwnRecord) => Own;
  readonly sites: LiveSites;
  /** Told what a page is, as this node learns it. */
  readonly remember: (ref: PageRef, record: PageRecord) => void;
  /** Another node says that who the visitor is has changed. */
  readonly visitorChanged: (site: string, visitorId: string) => void;
}

/**
 * One audience on many nodes. What is committed here goes to the others, at most one message a page a
 * beat; what they tell goes into the pulse as if it had been committed here. What is lost on the way is found by
 * the bus, by a gap in `seq`, and by a look at the page's head, and is read from the store.
 */
export class SharedAudience<Frame> implements Audience<Frame> {
  readonly #pulse: Pulse<Frame>;
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #presence: Presence;
  readonly #own: OwnReads;
  readonly #remember: SharedAudienceOptions<Frame>['remember'];
  readonly #visitorChanged: SharedAudienceOptions<Frame>['visitorChanged'];
  readonly #pages = new Map<string, SharedPage<Frame>>();
  readonly #outgoing = new Map<string, { news: Outgoing; pace: Pace }>();
  /** Sites by the topic on which their visitors are told. */
  readonly #sites = new Map<string, string>();
  readonly #looker: NodeJS.Timeout;

  constructor(options: SharedAudienceOptions<Frame>) {
    const { pulse, store, bus, presence, showOwn, sites, remember, visitorChanged } = options;
    this.#remember = remember;
    this.#pulse = pulse;
    this.#store = store;
    this.#visitorChanged = visitorChanged;
    this.#own = new OwnReads(async (ref, visitorId) => {
      const [record] = await store.readPages([ref]);
      const { mine, held } = showOwn(ref, await store.readOwn(ref, visitorId));
      pulse.marked(ref, record!, visitorId, mine, null);
      pulse.held(ref, record!, visitorId, held, null);
    });
    this.#presence = presence((ref, occupancy) => pulse.present(ref, occupancy));
    this.#bus = bus({
      heard: (topic, message) => this.#heard(topic, message),
      missed: (topic) => this.#missed(topic),
    });
    for (const site of sites.ids) this.#hearOf(site);
    sites.watch((site) => this.#hearOf(site));
    this.#looker = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  #hearOf(site: string): void {
    const topic = refKey(visitorsOf(site));
    if (this.#sites.has(topic)) return;
    this.#sites.set(topic, site);
    this.#bus.subscribe(topic);
  }

  join(ref: PageRef, viewer: Viewer<Frame>): (record: PageRecord | null) => void {
    const page = this.#pages.get(refKey(ref)) ?? this.#begin(ref);
    const isNew = !page.viewers.has(viewer);
    if (isNew) page.viewers.add(viewer);
    const answered = this.#pulse.join(ref, viewer);
    if (isNew) this.#presence.join(ref, viewer.visitorId);
    return answered;
  }

  identified(ref: PageRef, viewer: Viewer<Frame>, formerId: string): void {
    if (this.#pages.get(refKey(ref))?.viewers.has(viewer) !== true) return;
    this.#pulse.identified(ref, viewer, formerId);
    this.#presence.join(ref, viewer.visitorId);
    this.#presence.leave(ref, formerId);
  }

  leave(ref: PageRef, viewer: Viewer<Frame>): void {
    const page = this.#pages.get(refKey(ref));
    if (page?.viewers.delete(viewer) !== true) return;
    this.#pulse.leave(ref, viewer);
    this.#presence.leave(ref, viewer.visitorId);
    if (page.viewers.size > 0) return;
    this.#pages.delete(refKey(ref));
    this.#bus.unsubscribe(refKey(ref));
  }

  occupancies(refs: readonly PageRef[]): Promise<readonly Occupancy[]> {
    return this.#presence.read(refs);
  }

  committed(committed: Committed): void {
    const page = this.#pages.get(refKey(committed.ref));
    page?.learn(committed);
    this.#tell(committed.ref, (news, now) => news.committed(committed, now));
  }

  marked(ref: PageRef, record: PageRecord, visitorId: string, mine: string | null, by: Viewer<Frame> | null): void {
    this.#pulse.marked(ref, record, visitorId, mine, by);
    this.#own.outdated(ref, visitorId);
    this.owned(ref, visitorId);
  }

  held(ref: PageRef, record: PageRecord, visitorId: string, held: readonly Comment[], by: Viewer<Frame> | null): void {
    this.#pulse.held(ref, record, visitorId, held, by);
    this.#own.outdated(ref, visitorId);
    this.owned(ref, visitorId);
  }

  owned(ref: PageRef, visitorId: string): void {
    this.#tell(ref, (news, now) => news.owned(visitorId, now));
  }

  /** Who the visitor is has changed here. */
  renamed(site: string, visitorId: string): void {
    this.owned(visitorsOf(site), visitorId);
  }

  /** What the visitor holds on these pages may have changed elsewhere. */
  readOwn(site: string, visitorId: string, pages: Iterable<string>): void {
    for (const page of pages) this.#own.read({ site, page }, visitorId);
  }

  /** Whether this node hears what the others tell. */
  get isHearing(): boolean {
    return this.#bus.isHearing;
  }

  async close(): Promise<void> {
    clearInterval(this.#looker);
    for (const [topic, outgoing] of this.#outgoing) {
      outgoing.pace.cancel();
      void this.#publish(topic);
    }
    await Promise.all([this.#bus.close(), this.#presence.close()]);
  }

  #begin(ref: PageRef): SharedPage<Frame> {
    const page = new SharedPage(ref, this.#pulse, this.#store, (record) => this.#remember(ref, record));
    this.#pages.set(refKey(ref), page);
    this.#bus.subscribe(refKey(ref));
    return page;
  }

  #tell(ref: PageRef, add: (news: Outgoing, now: number) => void): void {
    const topic = refKey(ref);
    let outgoing = this.#outgoing.get(topic);
    if (outgoing === undefined) {
      outgoing = { news: new Outgoing(), pace: new Pace(TELL_EVERY_MS, () => void this.#publish(topic)) };
      this.#outgoing.set(topic, outgoing);
    }
    add(outgoing.news, performance.now());
    outgoing.pace.ask();
  }

  async #publish(topic: string): Promise<void> {
    const { news, pace } = this.#outgoing.get(topic)!;
    if (await this.#bus.publish(topic, JSON.stringify(news.take()))) return;
    setTimeout(() => news.again(performance.now()) && pace.ask(), LIMITS.maxBeatMs).unref();
  }

  #heard(topic: string, message: string): void {
    const news = parse(message);
    // Whoever wrote it, it is none of ours: what it stood for is read.
    if (news === null) return this.#missed(topic);
    const { record, changes = [], votes = {}, owners = [], isAsked } = news;
    const site = this.#sites.get(topic);
    if (site !== undefined) for (const visitorId of owners) this.#visitorChanged(site, visitorId);
    const page = this.#pages.get(topic);
    if (page !== undefined) {
      const { ref } = page;
      if (record !== undefined && !page.heard({ ref, record, changes, votes })) this.#heal(page);
      for (const visitorId of owners) if (this.#pulse.has(ref, visitorId)) this.#own.read(ref, visitorId);
    }
    const outgoing = isAsked === true ? this.#outgoing.get(topic) : undefined;
    if (outgoing?.news.again(performance.now()) === true) outgoing.pace.ask();
  }

  #missed(topic: string): void {
    const page = this.#pages.get(topic);
    if (page !== undefined) this.#heal(page);
    const ref = page?.ref ?? (this.#sites.has(topic) ? visitorsOf(this.#sites.get(topic)!) : null);
    if (ref !== null) this.#tell(ref, (news) => news.ask());
  }

  #heal(page: SharedPage<Frame>): void {
    // Where the store cannot be asked it is asked again with the next look.
    page.heal().catch(() => undefined);
  }

  #look(): void {
    const now = performance.now();
    const unchecked: SharedPage<Frame>[] = [];
    for (const page of this.#pages.values()) {
      const { isGap, isVoteMissing } = page.look();
      if (isGap) this.#heal(page);
      else if (now - page.checkedAt > CHECK_EVERY_MS) unchecked.push(page);
      if (isVoteMissing) this.#tell(page.ref, (news) => news.ask());
    }
    for (let from = 0; from < unchecked.length; from += CHECK_PAGES) {
      void this.#check(unchecked.slice(from, from + CHECK_PAGES));
    }
    for (const [topic, { news }] of this.#outgoing) if (news.isOver(now)) this.#outgoing.delete(topic);
    this.#own.again();
  }

  async #check(pages: readonly SharedPage<Frame>[]): Promise<void> {
    const epochs = pages.map(({ epoch }) => epoch);
    for (const page of pages) page.checkedAt = performance.now();
    try {
      const records = await this.#store.readPages(pages.map(({ ref }) => ref));
      for (const [index, page] of pages.entries()) page.checked(records[index]!, epochs[index]!);
    } catch {
      // They are asked again in time.
    }
  }
}

function parse(message: string): News | null {
  try {
    return JSON.parse(message) as News;
  } catch {
    return null;
  }
}

/** Stands for the visitors of a site: no page has this key. */
function visitorsOf(site: string): PageRef {
  return { site, page: '' };
}
