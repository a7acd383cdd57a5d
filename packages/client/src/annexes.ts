import {
  PAGES_PER_CONNECTION,
  type Auth,
  type CommandInputs,
  type CommandName,
  type CommandResults,
  type PagePulse,
  type Visitor,
  type VisitorSession,
} from '@huzzah/protocol';
import type { Seat, Sitter } from './page-connection.js';
import type { Transport, TransportListener } from './transport.js';
import { watchNetwork } from './watch-network.js';

/** It is looked so often whether the first one knows by now who the visitor is. */
const LOOK_MS = 100;
/** Before it is tried again where it was refused, or is another visitor's than the first. */
const AGAIN_MS = 2_000;

/** The connection that further ones stand beside. */
export interface Home {
  /** `null` until it has once been let in. */
  readonly visitor: Visitor | null;
  auth(): Promise<Auth>;
}

/** Further connections of the same visitor, for the pages that have no room on the first one. */
export class Annexes {
  readonly #open: () => Annex;
  readonly #annexes = new Set<Annex>();
  readonly #unwatch: () => void;
  #isClosed = false;

  constructor(home: Home, transport: Transport) {
    this.#open = () => new Annex(home, transport);
    this.#unwatch = watchNetwork(
      () => this.#annexes.forEach((annex) => annex.hurry()),
      () => this.#annexes.forEach((annex) => annex.lost()),
    );
  }

  /** A no-op where it has found a place meanwhile. */
  seat(page: Sitter): void {
    if (this.#isClosed || page.seat !== null) return;
    let annex = [...this.#annexes].find(({ pages }) => pages.size < PAGES_PER_CONNECTION);
    if (!annex) this.#annexes.add((annex = this.#open()));
    annex.pages.set(page.key, page);
    page.seatedAt(annex);
  }

  /** One that nobody needs is closed. */
  unseat(page: Sitter): void {
    const { key } = page;
    for (const annex of this.#annexes) {
      if (!annex.pages.delete(key)) continue;
      if (page.seat === annex) page.seatedAt(null);
      if (annex.pages.size > 0) continue;
      this.#annexes.delete(annex);
      annex.close();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#unwatch();
    for (const annex of this.#annexes) annex.close();
    this.#annexes.clear();
  }
}

/** A connection that pages are joined over, and nothing else. */
class Annex implements Seat, TransportListener {
  stage: Seat['stage'] = 'connecting';
  readonly pages = new Map<string, Sitter>();
  readonly #home: Home;
  readonly #transport: Transport;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(home: Home, transport: Transport) {
    this.#home = home;
    this.#transport = transport.beside(this);
    this.#open();
  }

  request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]> {
    return this.#transport.request(name, input);
  }

  auth(): Promise<Auth> {
    return this.#home.auth();
  }

  session({ visitor }: VisitorSession): void {
    const isHis = () => visitor.id === this.#home.visitor?.id;
    // Where the two become another visitor, one hears of it before the other.
    if (!isHis()) this.#later(() => isHis() || this.#transport.reopen());
    this.#enter('up');
  }

  pulse(pulse: PagePulse): void {
    this.pages.get(pulse.page)?.heard(pulse);
  }

  down(): void {
    this.#enter('down');
  }

  /** What it is refused for the first one is told too, and that is what readers see. */
  refused(): void {
    this.#enter('down');
    this.#later(() => this.#transport.open());
  }

  hurry(): void {
    this.#transport.hurry();
  }

  lost(): void {
    this.#transport.lost();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#transport.close();
  }

  #open(): void {
    if (this.#home.visitor === null) this.#later(() => this.#open(), LOOK_MS);
    else this.#transport.open();
  }

  #later(act: () => unknown, ms = AGAIN_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
  }

  #enter(stage: Seat['stage']): void {
    if (this.stage === stage) return;
    this.stage = stage;
    for (const page of this.pages.values()) page.connectionChanged();
  }
}
