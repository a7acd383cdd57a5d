/** For tests: a reader as the wire wants him, who is strict about what must not be. */
import type { Change, Comment, Occupancy, PagePulse, Tally, Votes } from '@huzzah/protocol';
import type { Viewer } from '../core/ports.js';
import type { PageRecord } from '../core/records.js';
import { showChange, type TestPage } from './test-page.js';

const newer = <Value extends { version: number }>(known: Value | undefined, heard: Value) =>
  known === undefined || heard.version >= known.version ? heard : known;

export class Reader implements Viewer<PagePulse> {
  readonly visitorId: string;
  isBehind = false;
  /** Joins that are not answered yet; each with its snapshot once that is read. */
  joins: { answer: (record: PageRecord | null) => void; record: PageRecord | null }[] = [];
  /** He has been told that something is missing. */
  isLost = false;
  epoch = '';
  seq = 0;
  commentCount = 0;
  tally: Tally = { counts: {}, version: -1 };
  occupancy: Occupancy | undefined;
  comments = new Map<string, Comment>();
  votes = new Map<string, Votes>();

  constructor(visitorId: string) {
    this.visitorId = visitorId;
  }

  deliver(pulse: PagePulse, mustGo = false): boolean {
    if (this.joins.length > 0) throw new Error('heard a pulse before his reply');
    if (this.isBehind && !mustGo) return false;
    if (pulse.changes && !mustGo) throw new Error('was given changes as if they could be left out');
    this.#fold(pulse);
    return true;
  }

  /** Comes anew: he knows nothing. */
  forget(): void {
    Object.assign(this, { isLost: false, epoch: '', joins: [] });
  }

  /** Takes the reply to his join: what changed since, where that can be said, or the page whole. */
  joined(page: TestPage, record: PageRecord): void {
    const since = this.epoch === record.epoch ? page.changesAfter(this.seq) : null;
    if (since === null) {
      this.comments.clear();
      this.votes.clear();
    }
    const changes = since ?? page.log;
    for (const change of changes) if (change.seq <= record.seq) this.#apply(showChange(change));
    if (since === null) for (const [id, { votes }] of page.comments) this.votes.set(id, votes);
    Object.assign(this, { isLost: false, epoch: record.epoch, seq: record.seq, commentCount: record.commentCount });
    this.tally = { counts: record.counts, version: record.version };
  }

  #fold({ epoch, head, tally, occupancy, commentCount, votes = {}, changes = [] }: PagePulse): void {
    if (epoch !== this.epoch) {
      this.isLost = true;
      return;
    }
    for (const change of changes) {
      if (change.seq <= this.seq) throw new Error(`heard ${change.seq} after ${this.seq}`);
      if (change.seq > this.seq + 1 && !this.isLost) throw new Error(`heard ${change.seq} just after ${this.seq}`);
      if (this.isLost) continue;
      this.#apply(change);
      this.seq = change.seq;
    }
    this.isLost ||= (head ?? 0) > this.seq;
    if (tally) this.tally = newer(this.tally, tally);
    this.occupancy = occupancy ?? this.occupancy;
    this.commentCount = commentCount ?? this.commentCount;
    for (const [id, value] of Object.entries(votes)) this.votes.set(id, newer(this.votes.get(id), value));
  }

  #apply({ comment }: Change): void {
    const { votes } = comment;
    this.comments.set(comment.id, newer(this.comments.get(comment.id), comment));
    this.votes.set(comment.id, newer(this.votes.get(comment.id), votes));
  }

  /** All that he sees, to be held against the page. */
  get view() {
    const { epoch, seq, commentCount, tally, occupancy, isLost } = this;
    const comments = [...this.comments.values()].map(({ id, body, status, version }) => ({
      id,
      body,
      status,
      version,
    }));
    return { epoch, seq, commentCount, tally, occupancy, isLost, comments, votes: Object.fromEntries(this.votes) };
  }
}
