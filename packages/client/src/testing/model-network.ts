/** A connection to a model of a page’s talk, whose network does one thing at a time, as a test says. */
import { PAGE_SETTINGS, type CommandInputs, type CommandName, type Joined, type PagePulse } from '@huzzah/protocol';
import { SITE_LIMITS, type ErrorCode, type Site, type Visitor, type WireError } from '@huzzah/protocol';
import type { PageConnection } from '../page-connection.js';
import { Page } from '../page.js';
import { HuzzahRefusal } from '../refusal.js';
import { ModelTalk } from './model-talk.js';

type AnyInput = CommandInputs['page.join'] &
  CommandInputs['comment.post'] &
  CommandInputs['comment.edit'] &
  CommandInputs['comment.vote'] &
  CommandInputs['comment.list'];

interface Asked {
  readonly name: CommandName;
  readonly input: AnyInput;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

// Taken here, for tests change them.
const { setImmediate: next, setTimeout: after } = globalThis;
const soon = (resolve: () => void) => (next ? next(resolve) : after(resolve, 5));

/** Lets all that was promised happen, whatever a test has done to timers. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i += 1) await new Promise<void>(soon);
}

function refusalOf(refusal: ErrorCode | WireError): HuzzahRefusal {
  return new HuzzahRefusal(typeof refusal === 'string' ? { code: refusal, message: `unable; ${refusal}` } : refusal);
}

export class ModelNetwork implements PageConnection {
  stage: PageConnection['stage'] = 'down';
  readonly refusal = null;
  ended: Error | null = null;
  readonly site: Site = { id: 'default', reactions: [], limits: SITE_LIMITS };
  visitor: Visitor = { id: 'me', name: 'me', role: 'visitor' };
  clockSkewMs = 0;
  readonly storageName: string;
  readonly page: Page;
  talk: ModelTalk;
  settings = PAGE_SETTINGS;
  isIdentityKept = false;
  /** Whether votes may have been missed: no log keeps them. */
  hasMissedVotes = false;
  /** How the next commands end that are not known; `null`: well. */
  refuseWith: ErrorCode | WireError | null = null;
  /** How many comments fit into a list. */
  mostThreads = Infinity;
  /** Commands that reached the server, in order. */
  readonly served: { name: CommandName; input: AnyInput }[] = [];
  /** Commands that were done, by their ids. */
  readonly #done = new Set<string>();
  #asked: Asked[] = [];
  #unanswered: Asked[] = [];
  /** What is answered, and not sent yet. */
  #answered: (() => void)[] = [];
  /** What is on its way to the reader, in order. */
  #down: (() => void)[] = [];
  #isJoined = false;
  #told = 0;
  readonly #toldVotes = new Map<string, number>();

  constructor(talk = new ModelTalk('e1'), storageName = 'huzzah:model:default') {
    this.talk = talk;
    this.storageName = storageName;
    this.page = new Page('p', this);
  }

  request(name: CommandName, input: object): Promise<never> {
    return new Promise((resolve, reject) => {
      if (this.stage !== 'up') return reject(new Error('not connected'));
      this.#asked.push({ name, input: input as AnyInput, resolve: resolve as Asked['resolve'], reject });
    });
  }

  keepIdentity(): void {
    this.isIdentityKept = true;
  }

  wanted(): void {}

  get isIdle(): boolean {
    return this.#asked.length + this.#answered.length + this.#down.length === 0;
  }

  connect(): void {
    this.stage = 'up';
    this.page.connectionChanged();
  }

  /** All that is on its way is lost, in both directions. */
  cut(): void {
    const lost = this.#asked.splice(0);
    this.#answered = [];
    this.#down = [];
    this.#isJoined = false;
    this.stage = 'down';
    const waiting = this.#unanswered.splice(0);
    for (const { reject } of [...lost, ...waiting]) reject(new Error('the reply was lost'));
    this.page.connectionChanged();
  }

  /** The server loses all: the page begins again. */
  restart(): void {
    this.talk = new ModelTalk(`${this.talk.epoch}+`);
    this.#told = 0;
    this.#toldVotes.clear();
    this.#done.clear();
  }

  /** The server does the next that it is asked. */
  serve(): void {
    const asked = this.#asked.shift();
    if (asked === undefined) return;
    const { name, input } = asked;
    this.served.push({ name, input });
    this.#unanswered.push(asked);
    const answer = this.#answer(name, input);
    const reply = () => {
      this.#down.push(() => {
        this.#unanswered = this.#unanswered.filter((one) => one !== asked);
        if (answer instanceof Error) asked.reject(answer);
        else asked.resolve(answer);
      });
    };
    // A join is answered at once: nobody is told anything before his reply.
    if (name === 'page.join') reply();
    else this.#answered.push(reply);
  }

  /** One of the answers is sent. */
  answer(index = 0): void {
    const [reply] = this.#answered.splice(index % Math.max(1, this.#answered.length), 1);
    reply?.();
  }

  /** Whoever is there is told what is new. */
  beat(): void {
    const { talk } = this;
    if (!this.#isJoined) return;
    const votes: NonNullable<PagePulse['votes']> = {};
    for (const id of talk.ids) {
      const now = talk.show(id).votes;
      if (now.version > (this.#toldVotes.get(id) ?? 0)) votes[id] = now;
      this.#toldVotes.set(id, now.version);
    }
    const pulse: PagePulse = {
      page: 'p',
      epoch: talk.epoch,
      head: talk.seq,
      commentCount: talk.commentCount,
      threadCount: talk.threads('newest').length,
      votes,
      settings: this.settings,
      changes: talk.log.slice(this.#told).map((_, index) => talk.change(this.#told + index + 1)),
    };
    this.#told = talk.seq;
    this.#down.push(() => this.page.heard(pulse));
    const held = talk.heldBy('me');
    this.#down.push(() => this.page.heard({ page: 'p', epoch: talk.epoch, held }));
  }

  /** A pulse is lost on its way. */
  loseBeat(): void {
    const { length } = this.#down;
    this.beat();
    this.#down.length = length;
    this.hasMissedVotes = true;
  }

  /** The reader gets the next that is on its way to him. */
  deliver(): void {
    this.#down.shift()?.();
  }

  /** The network works until all is said. */
  async flow(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet = this.isIdle ? quiet + 1 : 0) {
      this.serve();
      this.answer();
      this.beat();
      while (this.#down.length > 0) this.deliver();
      await settle();
    }
  }

  #answer(name: CommandName, input: AnyInput): unknown {
    const { talk } = this;
    const { epoch } = talk;
    const { id, commandId } = input;
    if (name === 'page.join') return this.#join(input);
    if (name === 'comment.list') {
      const limit = Math.min(input.limit!, this.mostThreads);
      const list = talk.list(input.sort!, limit, input.before, input.parentId, input.around);
      if (list === null) return refusalOf('not_found');
      const myVotes = Object.fromEntries(list.comments.map((comment) => [comment.id, talk.voteOf(comment.id, 'me')]));
      return { epoch, ...list, threadCount: talk.threads('newest').length, myVotes };
    }
    if (!name.startsWith('comment.')) return {};
    const refusal = this.#done.has(commandId) ? null : (this.refuseWith ?? this.#change(name, input));
    if (refusal !== null) return refusalOf(refusal);
    this.#done.add(commandId);
    if (name === 'comment.vote') return { epoch, votes: talk.show(id).votes, mine: talk.voteOf(id, 'me') };
    return { epoch, comment: talk.show(name === 'comment.post' ? commandId : id, true) };
  }

  #change(name: CommandName, { id, body, value, parentId, commandId }: AnyInput): ErrorCode | null {
    const { talk } = this;
    if (name === 'comment.post') {
      if (parentId !== undefined && talk.status(parentId) !== 'published') return 'not_found';
      talk.post(commandId, 'me', parentId ?? null, body, body.startsWith('held'));
      return null;
    }
    const status = talk.status(id);
    const isMine = talk.isBy(id, 'me');
    if (status === undefined) return 'not_found';
    if (name === 'comment.flag') return null;
    if (name === 'comment.vote') {
      if (status !== 'published') return 'not_found';
      talk.vote(id, 'me', value);
    } else if (name === 'comment.restore') {
      const { parentId: top, seq } = talk.show(id);
      if (status !== 'removed' || !isMine || seq === null) return 'conflict';
      if (top !== null && talk.status(top) === 'removed') return 'conflict';
      talk.restore(id);
    } else {
      if (status !== 'published' || !isMine) return 'forbidden';
      if (name === 'comment.edit') talk.edit(id, body);
      else talk.remove(id);
    }
    return null;
  }

  #join({ since, limit, sort }: AnyInput): Joined {
    const { talk } = this;
    const { epoch, seq } = talk;
    this.#isJoined = true;
    this.#told = seq;
    for (const id of talk.ids) this.#toldVotes.set(id, talk.show(id).votes.version);
    const joined = {
      page: 'p',
      epoch,
      seq,
      tally: { counts: {}, version: 0 },
      occupancy: { visitors: 1, connections: 1 },
      commentCount: talk.commentCount,
      threadCount: talk.threads('newest').length,
      mine: null,
      settings: this.settings,
      held: talk.heldBy('me'),
      myVotes: Object.fromEntries(talk.ids.map((id) => [id, talk.voteOf(id, 'me')])),
      pinned: talk.pinned,
    };
    if (since?.epoch === epoch && since.seq <= seq) {
      this.hasMissedVotes = true;
      const changes = talk.log.slice(since.seq).map((_, index) => talk.change(since.seq + index + 1));
      return { ...joined, resumed: true, changes };
    }
    this.hasMissedVotes = false;
    return { ...joined, ...(limit === 0 ? { comments: [], before: null } : talk.list(sort!, limit!)) };
  }
}
