import {
  pageKey,
  PAGES_PER_CONNECTION,
  PROTOCOL_VERSION,
  type Auth,
  type CommandInputs,
  type CommandName,
  type CommandResults,
} from '@huzzah/protocol';
import type { PagePulse, Site, Visitor, VisitorSession, WireError } from '@huzzah/protocol';
import type { Annexes } from './annexes.js';
import { Identity } from './identity.js';
import { HuzzahRefusal } from './refusal.js';
import { load } from './load.js';
import { Page } from './page.js';
import type { PageConnection, Sitter } from './page-connection.js';
import { Transport, type TransportListener } from './transport.js';
import type { SignOn, SignOnSource } from './sign-on.js';
import { watchNetwork } from './watch-network.js';
import type { Ways } from './ways.js';

/** A blink of the network is nobody's news. */
const OFFLINE_AFTER_MS = 2_000;

/** One connection to one server and site: who we are there, how it stands, and the pages that are live over it. */
export class Connection implements PageConnection, TransportListener {
  readonly storageName: string;
  stage: PageConnection['stage'] = 'connecting';
  refusal: WireError | null = null;
  ended: Error | null = null;
  clockSkewMs = 0;
  readonly #server: string;
  readonly #siteId: string;
  readonly #transport: Transport;
  readonly #identity: Identity;
  readonly #pages = new Map<string, Page>();
  readonly #unwatch: () => void;
  /** The pages that join over this one. */
  readonly #seated = new Set<Sitter>();
  #annexes: Promise<Annexes> | undefined;
  #session: VisitorSession | null = null;
  #signOn: SignOn | undefined;
  #signingOn: Promise<SignOn> | undefined;
  #isOpen = false;
  #hasProbed = false;
  #offlineTimer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param name the visitor’s, where the program has several: each then keeps what he keeps apart
   * @param to how the server is reached
   */
  constructor(server: string, siteId: string, name = '', to?: Ways) {
    this.#server = server;
    this.#siteId = siteId;
    this.storageName = `huzzah:${server}:${siteId}${name}`;
    this.#transport = new Transport(server, this, to);
    this.#identity = new Identity(this.storageName, () => this.#transport.reopen());
    this.#unwatch = watchNetwork(
      () => this.#transport.hurry(),
      () => this.#transport.lost(),
    );
  }

  get site(): Site | null {
    return this.#session?.site ?? null;
  }

  get visitor(): Visitor | null {
    return this.#session?.visitor ?? null;
  }

  /** The page of this address; the same object for the same key. */
  page(address: string): Page {
    const key = pageKey(address);
    if (key === null)
      throw new RangeError(`unable to name a page; "${address.slice(0, 80)}" is empty, too long or not plain text`);
    const known = this.#pages.get(key);
    if (known !== undefined) return known;
    const page = new Page(key, this);
    this.#pages.set(key, page);
    return page;
  }

  open(): void {
    if (this.#isOpen || this.ended !== null) return;
    this.#isOpen = true;
    this.#transport.open();
  }

  seat(page: Sitter): void {
    if (this.#seated.size < PAGES_PER_CONNECTION) {
      this.#seated.add(page);
      page.seatedAt(this);
    } else {
      this.#annexes ??= load(() => import('./annexes.js')).then(({ Annexes }) => new Annexes(this, this.#transport));
      void this.#annexes.then((annexes) => annexes.seat(page));
    }
  }

  unseat(page: Sitter): void {
    if (!this.#seated.delete(page)) void this.#annexes?.then((annexes) => annexes.unseat(page));
  }

  request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]> {
    return (this.#signOn ?? this.#transport).request(name, input);
  }

  identify(source: SignOnSource): Promise<boolean> {
    this.#signingOn ??= load(() => import('./sign-on.js')).then(
      ({ SignOn }) => (this.#signOn = new SignOn(this.#transport, this, () => this.#enter('up'))),
    );
    return this.#signingOn.then((signOn) => signOn.identify(source));
  }

  keepIdentity(): void {
    this.#identity.keep();
  }

  close(): void {
    this.#end(new Error('the connection was closed'));
    this.#enter('offline');
  }

  async auth(): Promise<Auth> {
    const token = await this.#identity.token();
    return { v: PROTOCOL_VERSION, site: this.#siteId, ...(token !== undefined && { token }) };
  }

  session(session: VisitorSession): void {
    const former = this.#session?.visitor.id;
    const isMoved = this.stage === 'up' && former !== session.visitor.id;
    this.#session = session;
    this.clockSkewMs = Date.now() - session.now;
    this.#identity.adopt(session.token, session.now);
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = undefined;
    if (this.stage === 'up' || !this.#signOn?.isHolding()) this.#enter('up');
    // What is his own is another's.
    if (isMoved) for (const page of this.#pages.values()) page.joinAnew();
  }

  pulse(pulse: PagePulse): void {
    this.#pages.get(pulse.page)?.heard(pulse);
  }

  down(): void {
    this.#identity.letOthersTry();
    if (this.#session === null) void this.#probe();
    if (this.#offlineTimer === undefined)
      this.#offlineTimer = setTimeout(() => this.#enter('offline'), OFFLINE_AFTER_MS);
    if (this.stage === 'up') this.#enter('down');
  }

  refused(error: WireError): void {
    if (error.code === 'unauthorized' && this.#identity.forget()) return this.#transport.open();
    this.refusal = error;
    this.#end(new HuzzahRefusal(error));
    // For the site's owner: what happened, and the mend.
    console.error(`Huzzah: ${error.message.replace(/^unable to \w+; /, '')}`);
    this.#enter('refused');
  }

  #end(reason: Error): void {
    this.ended = reason;
    for (const page of this.#pages.values()) page.end(reason);
    clearTimeout(this.#offlineTimer);
    this.#unwatch();
    void this.#annexes?.then((annexes) => annexes.close());
    this.#transport.close();
    this.#identity.close();
  }

  #enter(stage: PageConnection['stage']): void {
    this.stage = stage;
    for (const page of this.#pages.values()) page.connectionChanged();
  }

  /** A client that never got in asks once over HTTP whether it is welcome at all. */
  async #probe(): Promise<void> {
    const [page] = this.#pages.keys();
    if (this.#hasProbed || page === undefined) return;
    this.#hasProbed = true;
    try {
      const { whyRefused } = await import('./why-refused.js');
      const error = await whyRefused(this.#server, this.#siteId, page);
      if (error !== null) this.refused(error);
    } catch {
      // Not there at all: the transport goes on trying.
      this.#hasProbed = false;
    }
  }
}
