/** Visitors with open connections: what is known of each, and how he is told. */
import type { Role, Visitor, VisitorNotice } from '@huzzah/protocol';
import type { VisitorRecord } from './records.js';
import type { SiteConfig } from './sites.js';

/** Who somebody is from now on. */
export interface Identified {
  readonly visitorId: string;
  /** `null`: he has never said. */
  readonly name: string | null;
  readonly role: Extract<Role, 'visitor' | 'member'>;
  readonly token: string;
  /** When his sign-on ends, epoch ms; `null` for a guest. */
  readonly endsAt: number | null;
}

/** An open connection of a visitor. */
export interface VisitorConnection {
  /** The pages it is on. */
  readonly pages: ReadonlySet<string>;
  /** By which it is known; tabs of one browser have the same. */
  readonly token: string;
  /** It is this visitor's from now on; `changed` is still to be called. */
  becomes(visitor: PresentVisitor, identified: Identified): void;
  /** Who he is has changed. */
  changed(): void;
  /** His site is this now, `undefined` where it is no more. */
  siteChanged(site: SiteConfig | undefined): void;
  notify(notice: VisitorNotice): void;
}

/** A visitor who is here: one for all his connections. */
export class PresentVisitor {
  readonly site: string;
  readonly id: string;
  readonly connections = new Set<VisitorConnection>();
  readonly #changed: () => void;
  #isKnown: boolean;
  #role: Role;
  #name: string | null;

  /** @param changed is called where he has changed, and not by `learn` */
  constructor(site: string, { visitorId, name, role }: Identified, isKnown: boolean, changed: () => void) {
    this.site = site;
    this.id = visitorId;
    this.#role = role;
    this.#name = name;
    this.#isKnown = isKnown;
    this.#changed = changed;
  }

  /** Whether anything may be held on him: for one who is new the store need not be asked. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** From now on something may be held on him. */
  known(): void {
    if (this.#isKnown) return;
    this.#isKnown = true;
    this.#changed();
  }

  get role(): Role {
    return this.#role;
  }

  /** `null`: he has never said. */
  get name(): string | null {
    return this.#name;
  }

  /** Tells his connections where it is another. */
  set name(name: string | null) {
    if (this.#name === name) return;
    this.#name = name;
    this.#tell();
    this.#changed();
  }

  /** Takes in what was read of him after he has changed elsewhere. */
  learn(record: VisitorRecord | null): void {
    this.#isKnown = true;
    const name = record?.name ?? null;
    if (this.#name === name) return;
    this.#name = name;
    this.#tell();
  }

  /** Tells all his connections. */
  identified({ name, role }: Identified): void {
    this.#name = name;
    this.#role = role;
    this.#tell();
    this.#changed();
  }

  /** The pages that his connections are on. */
  get pages(): Set<string> {
    return new Set([...this.connections].flatMap((connection) => [...connection.pages]));
  }

  /** As the wire shows him. */
  get shown(): Visitor {
    return { id: this.id, name: this.#name ?? 'Guest', role: this.role };
  }

  #tell(): void {
    for (const connection of this.connections) connection.changed();
  }
}

/** All who are here. */
export class PresentVisitors {
  readonly #visitors = new Map<string, PresentVisitor>();
  readonly #changed: (site: string, id: string) => void;

  /** @param changed is called where a visitor has changed by what he did here */
  constructor(changed: (site: string, id: string) => void) {
    this.#changed = changed;
  }

  /** `undefined` where he has no connection here. */
  get(site: string, id: string): PresentVisitor | undefined {
    return this.#visitors.get(keyOf(site, id));
  }

  /** A connection of this visitor begins; `record` is what was read of him, `undefined` where it could not be. */
  arrive(
    site: string,
    identified: Identified,
    record: VisitorRecord | null | undefined,
    connection: VisitorConnection,
  ): PresentVisitor {
    const visitor = this.#find(site, identified, record !== null);
    if (identified.role !== visitor.role) visitor.identified(identified);
    visitor.connections.add(connection);
    return visitor;
  }

  /** Somebody has identified himself over this connection: those with its token become him too. */
  identify(from: PresentVisitor, { token }: VisitorConnection, identified: Identified): PresentVisitor {
    const visitor = this.#find(from.site, identified, identified.role === 'member');
    for (const connection of [...from.connections].filter((one) => one.token === token)) {
      this.depart(from, connection);
      connection.becomes(visitor, identified);
      visitor.connections.add(connection);
    }
    // It may have ended meanwhile, or have been his only one, which was he already.
    if (visitor.connections.size > 0) this.#visitors.set(keyOf(visitor.site, visitor.id), visitor);
    else this.#visitors.delete(keyOf(visitor.site, visitor.id));
    visitor.identified(identified);
    return visitor;
  }

  /** All who are at the site. */
  of(site: string): PresentVisitor[] {
    return [...this.#visitors.values()].filter((visitor) => visitor.site === site);
  }

  depart(visitor: PresentVisitor, connection: VisitorConnection): void {
    visitor.connections.delete(connection);
    if (visitor.connections.size === 0) this.#visitors.delete(keyOf(visitor.site, visitor.id));
  }

  #find(site: string, identified: Identified, isKnown: boolean): PresentVisitor {
    const key = keyOf(site, identified.visitorId);
    let visitor = this.#visitors.get(key);
    if (visitor === undefined) {
      visitor = new PresentVisitor(site, identified, isKnown, () => this.#changed(site, identified.visitorId));
      this.#visitors.set(key, visitor);
    }
    return visitor;
  }
}

function keyOf(site: string, id: string): string {
  return `${site}\n${id}`;
}
