/** A connection to a model of a page’s talk, whose network does one thing at a time, as a test says. */
import { SITE_LIMITS, type CommandName, type ErrorCode, type Joined, type PageSettings } from '@huzzah/protocol';
import type { Site, Visitor, WireError } from '@huzzah/protocol';
import type { PageConnection } from '../page-connection.js';
import { Page } from '../page.js';
import { ModelTalk } from './model-talk.js';
import { refusalOf, TestPage, type AnyInput } from './test-page.js';
import { TestReader } from './test-reader.js';

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

export class ModelNetwork implements PageConnection {
  stage: PageConnection['stage'] = 'down';
  readonly refusal = null;
  ended: Error | null = null;
  readonly site: Site = { id: 'default', reactions: [], limits: SITE_LIMITS };
  visitor: Visitor = { id: 'me', name: 'me', role: 'visitor' };
  clockSkewMs = 0;
  readonly storageName: string;
  readonly page: Page;
  #model: TestPage;
  isIdentityKept = false;
  /** Whether votes may have been missed: no log keeps them. */
  hasMissedVotes = false;
  /** How the next commands end that are not known; `null`: well. */
  refuseWith: ErrorCode | WireError | null = null;
  /** Commands that reached the server, in order. */
  readonly served: { name: CommandName; input: AnyInput }[] = [];
  #asked: Asked[] = [];
  #unanswered: Asked[] = [];
  /** What is answered, and not sent yet. */
  #answered: (() => void)[] = [];
  /** What is on its way to the reader, in order. */
  #down: (() => void)[] = [];
  #reader: TestReader | null = null;

  constructor(talk = new ModelTalk('e1'), storageName = 'huzzah:model:default') {
    this.#model = this.#modelOf(talk);
    this.storageName = storageName;
    this.page = new Page('p', this);
  }

  get talk(): ModelTalk {
    return this.#model.talk;
  }

  get settings(): PageSettings {
    return this.#model.settings;
  }

  set settings(settings: PageSettings) {
    this.#model.settings = settings;
  }

  /** How many comments fit into a list. */
  set mostThreads(count: number) {
    this.#model.mostThreads = count;
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

  open(): void {}

  seat(page: Page): void {
    page.seatedAt(this);
  }

  unseat(): void {}

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
    this.#reader = null;
    this.stage = 'down';
    const waiting = this.#unanswered.splice(0);
    for (const { reject } of [...lost, ...waiting]) reject(new Error('the reply was lost'));
    this.page.connectionChanged();
  }

  /** The server loses all: the page begins again. */
  restart(): void {
    this.#model = this.#modelOf(new ModelTalk(`${this.talk.epoch}+`));
    if (this.#reader !== null) this.#reader = new TestReader(this.#model, this.visitor.id);
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
    const reader = this.#reader;
    if (reader === null) return;
    for (const pulse of [reader.news(), reader.own()]) this.#down.push(() => this.page.heard(pulse));
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
    if (name !== 'page.join' && !name.startsWith('comment.')) return {};
    try {
      const isKnown = name === 'comment.list' || name === 'page.join' || this.#model.knows(input.commandId);
      if (!isKnown && this.refuseWith !== null) throw refusalOf(this.refuseWith);
      const reply = this.#model.answer(this.visitor, name, input);
      if (name === 'page.join') {
        this.#reader = new TestReader(this.#model, this.visitor.id);
        this.hasMissedVotes = (reply as Joined).resumed === true;
      }
      return reply;
    } catch (error) {
      return error;
    }
  }

  /** Everybody is on the page at all times, and what begins with *held* is. */
  #modelOf(talk: ModelTalk): TestPage {
    const model = new TestPage('p', { site: this.site, now: () => 0 }, () => {}, talk);
    model.readers.set(this, 'me');
    model.holds = (_visitor, body) => body.startsWith('held');
    return model;
  }
}
