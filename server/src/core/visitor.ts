/** Visitors with open connections: what is known of each, and how he is told. */
import type { Role, Visitor, VisitorNotice } from '@huzzah/protocol';
import type { VisitorRecord } from './records.js';

/** An open connection of a visitor. */
export interface VisitorConnection {
  /** The pages it is on. */
  readonly pages: ReadonlySet<string>;
  /** Who he is has changed. */
  changed(): void;
  notify(notice: VisitorNotice): void;
}

/** A visitor who is here: one for all his connections. */
export class PresentVisitor {
  readonly site: string;
  readonly id: string;
  readonly role: Role = 'visitor';
  readonly connections = new Set<VisitorConnection>();
  readonly #changed: () => void;
  #isKnown: boolean;
  #name: string | null;

  /** @param changed is called where he has changed, and not by `learn` */
  constructor(site: string, id: string, name: string | null, isKnown: boolean, changed: () => void) {
    this.site = site;
    this.id = id;
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

  /** `null`: he has never said. */
  get name(): string | null {
    return this.#name;
  }

  /** Tells his connections where it is another. */
  set name(name: string | null) {
    if (this.#rename(name)) this.#changed();
  }

  /** Takes in what was read of him after he has changed elsewhere. */
  learn(record: VisitorRecord | null): void {
    this.#isKnown = true;
    this.#rename(record?.name ?? null);
  }

  /** As the wire shows him. */
  get shown(): Visitor {
    return { id: this.id, name: this.#name ?? 'Guest', role: this.role };
  }

  #rename(name: string | null): boolean {
    if (this.#name === name) return false;
    this.#name = name;
    for (const connection of this.connections) connection.changed();
    return true;
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
    id: string,
    record: VisitorRecord | null | undefined,
    connection: VisitorConnection,
  ): PresentVisitor {
    const key = keyOf(site, id);
    let visitor = this.#visitors.get(key);
    if (visitor === undefined) {
      visitor = new PresentVisitor(site, id, record?.name ?? null, record !== null, () => this.#changed(site, id));
      this.#visitors.set(key, visitor);
    }
    visitor.connections.add(connection);
    return visitor;
  }

  depart(visitor: PresentVisitor, connection: VisitorConnection): void {
    visitor.connections.delete(connection);
    if (visitor.connections.size === 0) this.#visitors.delete(keyOf(visitor.site, visitor.id));
  }
}

function keyOf(site: string, id: string): string {
  return `${site}\n${id}`;
}
