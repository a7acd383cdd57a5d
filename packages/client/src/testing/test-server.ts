/** A server of the same words and rules in the memory of a test: no socket, no port, no store. */
import { DEFAULT_KINDS, pageKey, SITE_LIMITS, type Auth, type CommandName, type ErrorCode } from '@huzzah/protocol';
import type { Reply, Site, Visitor, VisitorSession, WireError } from '@huzzah/protocol';
import { Connection } from '../connection.js';
import { nextFrame } from '../frame.js';
import { closeAll, faceOf, type Huzzah } from '../huzzah.js';
import type { Link, LinkListener } from '../link.js';
import { HuzzahRefusal } from '../refusal.js';
import { ModelTalk } from './model-talk.js';
import { refusalOf, TestPage, type AnyInput } from './test-page.js';
import { TestLink } from './test-link.js';
import { TestReader } from './test-reader.js';
import { eraseVisitor, exportVisitor } from './test-visitor.js';
import { standIn } from './stand-in.js';

/** How a test server is made. */
export interface TestServerOptions {
  /** Where `connect` and elements find it while it is open. Default: `https://huzzah.test` */
  readonly url?: string;
  /** What its one site offers. Default: the site `default` with the standard kinds and limits. */
  readonly site?: Partial<Site>;
  /** The server’s clock, epoch ms. Default: this machine’s. */
  readonly now?: () => number;
}

/** A command that came, whatever became of it. */
export interface TestCommand {
  readonly name: CommandName;
  readonly input: Readonly<Record<string, unknown>>;
  readonly visitorId: string;
}

/** A no to come. */
interface PlannedRefusal {
  readonly error: WireError;
  readonly command: CommandName | undefined;
  times: number;
}

/** How a refusal is asked for. */
export interface RefuseOptions extends Partial<Omit<WireError, 'code'>> {
  /** Default: the next that would change something. */
  readonly command?: CommandName;
  /** Default: 1. */
  readonly times?: number;
}

// Taken here, for tests change them.
const { setTimeout: after } = globalThis;

/**
 * A Huzzah server for tests of programs that use one. Its visitors run the client as it ships;
 * only the network is left out. Commands keep the rules of a server: an id has one effect, a
 * visitor holds one reaction, an author alone edits, everybody sees what all do.
 *
 * @example
 * const server = new TestServer();
 * const ana = server.connect('Ana').page('/a');
 * const ben = server.connect('Ben').page('/a');
 * ben.subscribe(() => {});
 * await ana.setReaction('wow');
 * await server.settled();
 * ben.view.tally; // {counts: {…, wow: 1}, version: 1}
 * server.close();
 */
export class TestServer {
  /** Its origin. */
  readonly url: string;
  readonly site: Site;
  /** All commands so far, in order. */
  readonly commands: readonly TestCommand[] = [];
  readonly #now: () => number;
  readonly #pages = new Map<string, TestPage>();
  readonly #visitors = new Map<string, Visitor>();
  readonly #links = new Map<TestLink, Visitor | null>();
  readonly #huzzahs: Huzzah[] = [];
  readonly #refusals: PlannedRefusal[] = [];
  readonly #stale = new Set<TestPage>();
  readonly #endStandIn: () => void;
  /** What was asked or told, and is on its way. */
  #underWay = 0;
  /** Clients that were cut off, and have not come back. */
  #lost = 0;
  #isOnline = true;

  constructor({ url = 'https://huzzah.test', site = {}, now = Date.now }: TestServerOptions = {}) {
    this.url = new URL(url).origin;
    this.#now = now;
    this.site = { id: 'default', reactions: DEFAULT_KINDS.map((kind) => ({ kind })), limits: SITE_LIMITS, ...site };
    this.#endStandIn = standIn(this.url, (_server, listener) => this.#open(listener, null));
  }

  /** A visitor of his own, on a connection of his own: one call, one person. */
  connect(name = 'Guest'): Huzzah {
    const id = this.#newVisitor(name).id;
    const open = (_server: string, listener: LinkListener) => this.#open(listener, id);
    const connection = new Connection(this.url, this.site.id, `:${id}`, { webSocket: open, polling: open });
    const huzzah = faceOf(connection, this.url, this.site.id, () => {});
    this.#huzzahs.push(huzzah);
    return huzzah;
  }

  /**
   * A page as the server has it, to look at and to moderate.
   *
   * @throws RangeError where no page can have this name
   */
  page(address: string): TestPage {
    const key = pageKey(address);
    if (key === null) throw new RangeError(`unable to name a page; "${address}" is no name`);
    const known = this.#pages.get(key);
    if (known !== undefined) return known;
    const around = { site: this.site, now: this.#now };
    const talk = new ModelTalk(crypto.randomUUID(), this.#now);
    const page: TestPage = new TestPage(key, around, () => this.#tell(page), talk);
    this.#pages.set(key, page);
    return page;
  }

  /** Says no to the next commands. One that was done before is answered all the same. */
  refuse(code: ErrorCode, { command, times = 1, ...more }: RefuseOptions = {}): void {
    this.#refusals.push({ error: { message: `unable; the test says ${code}`, ...more, code }, command, times });
  }

  /** Cuts all connections; those who try again wait until `goOnline`. */
  goOffline(): void {
    this.#isOnline = false;
    for (const link of [...this.#links.keys()]) {
      this.#lost += 1;
      this.left(link);
      link.cut();
    }
  }

  /** Lets everybody back in. Clients come by themselves, within a second. */
  goOnline(): void {
    this.#isOnline = true;
    for (const link of this.#links.keys()) this.soon(() => link.greet());
  }

  /**
   * Resolves once all is said and drawn: what was asked is answered, what changed is told, who
   * was cut off is back, and the subscribers have their views. It waits by real timers.
   */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet = this.#isSettled ? quiet + 1 : 0) {
      await new Promise<void>((resolve) => void after(resolve, 2));
    }
    await new Promise<void>(nextFrame);
  }

  /** Closes all that is connected to it; `connect` to its address is the network’s again. */
  close(): void {
    closeAll(this.url);
    for (const huzzah of this.#huzzahs) huzzah.close();
    this.#endStandIn();
  }

  /** @internal */
  soon(run: () => void): void {
    this.#underWay += 1;
    queueMicrotask(() => {
      this.#underWay -= 1;
      run();
    });
  }

  /** @internal */
  admit(link: TestLink, { site, token }: Auth): VisitorSession | WireError {
    if (site !== this.site.id)
      return { code: 'site_unknown', message: `unable to connect; there is no site "${site}"` };
    const id = link.visitorId ?? token?.replace('test-token-of-', '') ?? '';
    const visitor = this.#visitors.get(id) ?? this.#newVisitor('Guest');
    this.#links.set(link, visitor);
    return this.#sessionOf(visitor);
  }

  /** @internal */
  answer(link: TestLink, name: CommandName, input: AnyInput): Reply {
    const visitor = this.#links.get(link)!;
    (this.commands as TestCommand[]).push({ name, input: { ...input }, visitorId: visitor.id });
    const before = visitor.name;
    try {
      return { ok: true, ...this.#do(link, visitor, name, input) };
    } catch (error) {
      if (error instanceof HuzzahRefusal) return { ok: false, error: error.error };
      throw error;
    } finally {
      if (visitor.name !== before) this.#tellSession(visitor);
    }
  }

  /** @internal */
  left(link: TestLink): void {
    this.#links.delete(link);
    for (const page of link.joined.keys()) this.#leave(link, page);
  }

  get #isSettled(): boolean {
    if (this.#underWay > 0) return false;
    return !this.#isOnline || (this.#lost === 0 && ![...this.#links.values()].includes(null));
  }

  #open(listener: LinkListener, visitorId: string | null): Link {
    const link = new TestLink(this, listener, visitorId);
    this.#links.set(link, null);
    this.#lost = Math.max(0, this.#lost - 1);
    if (this.#isOnline) this.soon(() => link.greet());
    return link;
  }

  #do(link: TestLink, visitor: Visitor, name: CommandName, input: AnyInput): object {
    if (name === 'visitor.export') return exportVisitor(visitor, this.#pages.values());
    this.#refuse(name, input);
    if (name === 'visitor.erase') return eraseVisitor(visitor, this.#pages.values());
    if (name === 'visitor.rename') {
      visitor.name = input.name!.trim();
      return { visitor };
    }
    const page = this.page(input.page);
    if (name === 'page.leave') this.#leave(link, page);
    if (name === 'page.leave') return {};
    if (name === 'page.join') page.readers.set(link, visitor.id);
    const reply = page.answer(visitor, name, input);
    if (name === 'page.join') {
      link.joined.set(page, new TestReader(page, visitor.id));
      this.#tell(page);
    }
    return { ...reply };
  }

  #refuse(name: CommandName, { page, commandId }: AnyInput): void {
    const isKnown = commandId !== undefined && page !== undefined && this.page(page).knows(commandId);
    const planned = this.#refusals.find(({ command }) => name === (command ?? (commandId && name)));
    if (planned === undefined || isKnown) return;
    planned.times -= 1;
    if (planned.times <= 0) this.#refusals.splice(this.#refusals.indexOf(planned), 1);
    throw refusalOf(planned.error);
  }

  #leave(link: TestLink, page: TestPage): void {
    page.readers.delete(link);
    link.joined.delete(page);
    this.#tell(page);
  }

  /** Has all readers of a page told what is new, once for all that happens at once. */
  #tell(page: TestPage): void {
    if (this.#stale.has(page)) return;
    this.#stale.add(page);
    this.soon(() => {
      this.#stale.delete(page);
      for (const link of this.#links.keys()) {
        const reader = link.joined.get(page);
        if (reader === undefined) continue;
        link.tell('page.pulse', reader.news());
        link.tell('page.pulse', reader.own());
      }
    });
  }

  #tellSession(visitor: Visitor): void {
    for (const [link, other] of this.#links) {
      if (other === visitor) link.tell('visitor.session', this.#sessionOf(visitor));
    }
  }

  #sessionOf(visitor: Visitor): VisitorSession {
    return { visitor, token: `test-token-of-${visitor.id}`, site: this.site, now: this.#now() };
  }

  #newVisitor(name: string): Visitor {
    const visitor: Visitor = { id: `visitor-${this.#visitors.size + 1}`, name, role: 'visitor' };
    this.#visitors.set(visitor.id, visitor);
    return visitor;
  }
}
