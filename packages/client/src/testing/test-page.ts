/** A page of a test server: its marks, its talk, and who is on it. */
import { countCharacters, PAGE_SETTINGS, type Comment, type CommandInputs, type CommandName } from '@huzzah/protocol';
import type { ErrorCode, FlagReason, Joined, PageSettings, Site, Tally, Visitor, WireError } from '@huzzah/protocol';
import { HuzzahRefusal } from '../refusal.js';
import type { ModelTalk } from './model-talk.js';

/** What any command may take, loosely: each takes a part of it. */
export type AnyInput = CommandInputs['page.join'] &
  CommandInputs['reaction.set'] &
  CommandInputs['comment.post'] &
  CommandInputs['comment.edit'] &
  CommandInputs['comment.vote'] &
  CommandInputs['comment.flag'] &
  CommandInputs['comment.list'];

/** A visitor asked somebody to look at a comment. */
interface TestFlag {
  readonly id: string;
  readonly visitorId: string;
  readonly reason: FlagReason;
}

/** What a page needs to know of its server. */
interface PageSurroundings {
  readonly site: Site;
  readonly now: () => number;
}

export function refusalOf(refusal: ErrorCode | WireError): HuzzahRefusal {
  return new HuzzahRefusal(typeof refusal === 'string' ? { code: refusal, message: `unable; ${refusal}` } : refusal);
}

export class TestPage {
  /** The page's key. */
  readonly key: string;
  /** @internal */
  readonly talk: ModelTalk;
  /** What readers have reported, in order. */
  flags: readonly TestFlag[] = [];
  /** @internal How many comments fit into a list. */
  mostThreads = Infinity;
  /** @internal Who reads it: one entry for each connection, with its visitor's id. */
  readonly readers = new Map<object, string>();
  /** @internal */
  settings: PageSettings = PAGE_SETTINGS;
  /** @internal Whether what this visitor writes is held: as the settings say. */
  holds: (visitor: Visitor, body: string) => boolean = (visitor) => {
    const { mode } = this.settings;
    const hasPublished = () => this.talk.ids.some((id) => this.talk.isBy(id, visitor.id) && this.talk.show(id).seq);
    return mode === 'premoderated' || (mode === 'first-held' && !hasPublished());
  };
  readonly #around: PageSurroundings;
  readonly #marks = new Map<string, string>();
  /** What each commandId asked for; a refused one is not remembered. */
  /** What was asked for by a commandId, and the comment of its first reply. */
  readonly #known = new Map<string, { readonly said: string; readonly first: Comment | null }>();
  readonly #changed: () => void;
  #tallyVersion = 0;

  /** @internal Pages are made by their server. */
  constructor(key: string, around: PageSurroundings, changed: () => void, talk: ModelTalk) {
    this.key = key;
    this.#around = around;
    this.#changed = changed;
    this.talk = talk;
  }

  /** All published comments, oldest first, replies included. */
  get comments(): readonly Comment[] {
    return this.talk.ids.map((id) => this.talk.show(id)).filter(({ status }) => status === 'published');
  }

  /** Everybody's counts: of each kind of the site, how many visitors hold it. */
  get tally(): Tally {
    const held = [...this.#marks.values()];
    const counts = this.#around.site.reactions.map(({ kind }) => [kind, held.filter((mark) => mark === kind).length]);
    return { counts: Object.fromEntries(counts) as Record<string, number>, version: this.#tallyVersion };
  }

  /** How many are here: visitors, and their connections. */
  get occupancy(): Joined['occupancy'] {
    return { visitors: new Set(this.readers.values()).size, connections: this.readers.size };
  }

  /** Changes settings of the page, as a moderator does. */
  set(settings: Partial<PageSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.#changed();
  }

  /** What a moderator does to a comment; `approve` is for those that are held. */
  moderate(id: string, action: 'approve' | 'remove' | 'restore' | 'pin' | 'unpin'): void {
    this.talk[action](id);
    this.#changed();
  }

  /** @internal */
  mineOf(visitorId: string): string | null {
    return this.#marks.get(visitorId) ?? null;
  }

  /** @internal Takes away all of one visitor’s. */
  forget(visitorId: string): void {
    const { talk } = this;
    if (this.#marks.delete(visitorId)) this.#tallyVersion += 1;
    this.flags = this.flags.filter((flag) => flag.visitorId !== visitorId);
    for (const id of talk.ids) {
      talk.vote(id, visitorId, 0);
      if (talk.isBy(id, visitorId) && talk.status(id) !== 'removed') talk.remove(id);
    }
    this.#changed();
  }

  /** @internal Whether a command of this id was done. */
  knows(commandId: string): boolean {
    return this.#known.has(commandId);
  }

  /** @internal Answers a command on this page, `page.leave` apart. Throws a {@link HuzzahRefusal}. */
  answer(visitor: Visitor, name: CommandName, input: AnyInput): object {
    const { talk } = this;
    const { epoch } = talk;
    if (name === 'page.join') return this.#join(visitor.id, input);
    if (name === 'comment.list') return this.#list(visitor.id, input);
    const { commandId, ...content } = input;
    const said = JSON.stringify([visitor.id, name, content]);
    const id = name === 'comment.post' ? commandId : input.id;
    let known = this.#known.get(commandId);
    if (known === undefined) {
      this.#change(visitor, name, input);
      known = { said, first: id === undefined ? null : talk.show(id, true) };
      this.#known.set(commandId, known);
      this.#changed();
    } else if (known.said !== said) {
      throw refusalOf('conflict');
    }
    if (name === 'reaction.set') return { epoch, tally: this.tally, mine: this.mineOf(visitor.id) };
    if (name === 'comment.flag') return {};
    const { votes } = talk.show(id);
    if (name === 'comment.vote') return { epoch, votes, mine: talk.voteOf(id, visitor.id) };
    return { epoch, comment: { ...known.first, votes } };
  }

  #change(visitor: Visitor, name: CommandName, input: AnyInput): void {
    const { talk } = this;
    if (name === 'reaction.set') return this.#react(visitor.id, input.kind);
    if (name === 'comment.post') return this.#post(visitor, input);
    const { id } = input;
    const status = talk.status(id);
    if (status === undefined) throw refusalOf('not_found');
    if (name === 'comment.flag') return this.#flag({ id, visitorId: visitor.id, reason: input.reason });
    const isMine = talk.isBy(id, visitor.id);
    if (name === 'comment.vote') {
      if (status !== 'published') throw refusalOf('not_found');
      if (isMine) throw refusalOf('forbidden');
      return talk.vote(id, visitor.id, input.value);
    }
    const isLate = this.#around.now() - talk.show(id).at > this.#around.site.limits.editWindowMs;
    if (!isMine || isLate) throw refusalOf('forbidden');
    if (name === 'comment.restore') {
      const { parentId: top, seq } = talk.show(id);
      if (status !== 'removed' || seq === null) throw refusalOf('conflict');
      if (top !== null && talk.status(top) === 'removed') throw refusalOf('conflict');
      return talk.restore(id);
    }
    if (status === 'removed') throw refusalOf('not_found');
    if (name === 'comment.remove') return talk.remove(id);
    if (this.settings.locked) throw refusalOf('locked');
    talk.edit(id, this.#text(input.body));
  }

  /** One of each visitor stands for each comment. */
  #flag(flag: TestFlag): void {
    const others = this.flags.filter(({ id, visitorId }) => id !== flag.id || visitorId !== flag.visitorId);
    this.flags = [...others, flag];
  }

  #react(visitorId: string, kind: string | null): void {
    const { reactions, id } = this.#around.site;
    if (kind !== null && !reactions.some((known) => known.kind === kind)) {
      throw refusalOf({ code: 'bad_request', message: `unable to react; site "${id}" has no reaction "${kind}"` });
    }
    if (this.mineOf(visitorId) === kind) return;
    if (kind === null) this.#marks.delete(visitorId);
    else this.#marks.set(visitorId, kind);
    this.#tallyVersion += 1;
  }

  #post(visitor: Visitor, { commandId, body, parentId, name }: AnyInput): void {
    const text = this.#text(body);
    if (parentId !== undefined && this.talk.status(parentId) !== 'published') throw refusalOf('not_found');
    if (this.settings.locked) throw refusalOf('locked');
    if (name !== undefined) visitor.name = name.trim();
    this.talk.post(commandId, visitor.id, parentId ?? null, text, this.holds(visitor, text), visitor.name);
  }

  #text(body: string): string {
    const text = body.trim();
    if (text === '') throw refusalOf('empty');
    if (countCharacters(text) > this.#around.site.limits.maxCharacters) throw refusalOf('too_long');
    return text;
  }

  #list(visitorId: string, { sort = 'newest', limit = 20, before, parentId, around }: AnyInput): object {
    const list = this.talk.list(sort, Math.min(limit, this.mostThreads), before, parentId, around);
    if (list === null) throw refusalOf('not_found');
    const myVotes = this.#votesOf(visitorId, list.comments);
    return { epoch: this.talk.epoch, ...list, threadCount: this.talk.threads('newest').length, myVotes };
  }

  #join(visitorId: string, { since, limit = 20, sort = 'newest', around }: AnyInput): Joined {
    const { talk, key: page, settings, tally, occupancy } = this;
    const { epoch, seq, pinned, commentCount } = talk;
    const about = {
      page,
      epoch,
      seq,
      tally,
      occupancy,
      commentCount,
      threadCount: talk.threads('newest').length,
      mine: this.mineOf(visitorId),
      settings,
      held: talk.heldBy(visitorId),
      pinned,
    };
    if (since?.epoch === epoch && since.seq <= seq) {
      const changes = talk.changesAfter(since.seq);
      const changed = changes.map(({ comment }) => comment);
      return { ...about, resumed: true, changes, myVotes: this.#votesOf(visitorId, [...changed, ...pinned]) };
    }
    const list =
      limit === 0
        ? { comments: [], before: null }
        : (around && talk.list(sort, limit, undefined, undefined, around)) || talk.list(sort, limit)!;
    return { ...about, ...list, myVotes: this.#votesOf(visitorId, [...list.comments, ...pinned]) };
  }

  #votesOf(visitorId: string, comments: readonly Comment[]): Joined['myVotes'] {
    return this.talk.votesOf(
      visitorId,
      comments.map(({ id }) => id),
    );
  }
}
