import type { Occupancy } from '@huzzah/protocol';
import type { PageRef } from '../../core/records.js';
import { presenceKeys, type Counted, type PresenceKeys, type Report } from './presence-calls.js';

/** Who is on one page at this node, what of that others have been told, and how many are there over all nodes. */
export class PresencePage {
  readonly ref: PageRef;
  readonly keys: PresenceKeys;
  /** The nodes that have somebody there, as last heard. */
  nodes: readonly string[] = [];
  /** When it was last reported, monotonic ms. */
  reportedAt = -Infinity;
  readonly #connections = new Map<string, number>();
  readonly #changed = new Set<string>();
  #connectionCount = 0;
  /** The node's name under which it is reported. */
  #name: string | null = null;
  #counted: Counted | null = null;
  /** So many of them are ours. */
  #reported: Occupancy = { visitors: 0, connections: 0 };

  constructor(ref: PageRef) {
    this.ref = ref;
    this.keys = presenceKeys(ref);
  }

  join(visitorId: string): void {
    const count = this.#connections.get(visitorId) ?? 0;
    this.#connections.set(visitorId, count + 1);
    this.#connectionCount += 1;
    if (count === 0) this.#changed.add(visitorId);
  }

  leave(visitorId: string): void {
    const count = this.#connections.get(visitorId) ?? 0;
    if (count === 0) return;
    this.#connectionCount -= 1;
    if (count > 1) return void this.#connections.set(visitorId, count - 1);
    this.#connections.delete(visitorId);
    this.#changed.add(visitorId);
  }

  get own(): Occupancy {
    return { visitors: this.#connections.size, connections: this.#connectionCount };
  }

  /** Whether there is anything to report. */
  isNews(name: string): boolean {
    const isGone = this.#connectionCount === 0 && this.#name === null;
    return (
      !isGone && (this.#name !== name || this.#changed.size > 0 || this.#connectionCount !== this.#reported.connections)
    );
  }

  get isEmpty(): boolean {
    return this.#connectionCount === 0 && this.#name === null;
  }

  /** What is to be reported now, in parts; `failed` takes it back. What comes meanwhile is for the next time. */
  report(name: string, partSize: number): { parts: Report[]; own: Occupancy; failed: () => void } {
    const isKnown = this.#name === name;
    const isNews = this.isNews(name);
    const changed = [...this.#changed];
    this.#changed.clear();
    const told = isKnown ? changed : [...this.#connections.keys()];
    const come = told.filter((visitorId) => this.#connections.has(visitorId));
    const gone = told.filter((visitorId) => !this.#connections.has(visitorId));
    const own = this.own;
    const parts: Report[] = [];
    for (let from = 0; from === 0 || from < come.length; from += partSize) {
      const isLast = from + partSize >= come.length;
      parts.push({
        connections: own.connections,
        visitors: isLast ? own.visitors : -1,
        isKnown: isKnown || from > 0,
        isNews: isNews && isLast,
        come: come.slice(from, from + partSize),
        gone: from === 0 ? gone : [],
      });
    }
    return { parts, own, failed: () => changed.forEach((visitorId) => this.#changed.add(visitorId)) };
  }

  /** That has been told: `own` was here then. */
  reported(name: string, own: Occupancy): void {
    this.#name = own.connections === 0 ? null : name;
    this.#reported = own;
  }

  /** So many are here over all nodes; older than what is known it means nothing. */
  learn(counted: Counted): void {
    if (this.#counted === null || counted.at > this.#counted.at) this.#counted = counted;
  }

  /** How many are here over all nodes, as last known, with what has changed here since. */
  get occupancy(): Occupancy {
    const { visitors, connections } = this.own;
    if (this.#counted === null) return { visitors, connections };
    const now = (own: number, counted: number, reported: number) => Math.max(own, counted + own - reported);
    return {
      visitors: now(visitors, this.#counted.visitors, this.#reported.visitors),
      connections: now(connections, this.#counted.connections, this.#reported.connections),
    };
  }
}
