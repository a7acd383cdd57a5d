import { LIMITS, type Comment, type PagePulse } from '@huzzah/protocol';
import type { Viewer } from '../core/ports.js';

/** What is for one visitor alone, as whole values. */
export interface Own {
  readonly mine: string | null;
  readonly held: readonly Comment[];
}

interface Waiting<Value> {
  readonly value: Value;
  /** The connection that did it and knows; `null` where more than one did. */
  readonly by: Viewer | null;
}

type WaitingOwn = { readonly [name in keyof Own]?: Waiting<Own[name]> };

/** What visitors of one page are to be told alone, until all their connections know. */
export class OwnNews {
  readonly #waiting = new Map<string, WaitingOwn>();

  /** Visitors who are to be told. */
  get visitorIds(): Iterable<string> {
    return this.#waiting.keys();
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** One of the visitor's values is now this; the connection `by` knows, and so, where `isTold`, do all. */
  add<Name extends keyof Own>(visitorId: string, name: Name, value: Own[Name], by: Viewer | null, isTold: boolean) {
    const { [name]: before, ...others } = this.#waiting.get(visitorId) ?? {};
    if (!isTold) {
      const isSame = before === undefined || before.by === by;
      this.#waiting.set(visitorId, { ...others, [name]: { value, by: isSame ? by : null } });
    } else if (Object.keys(others).length > 0) this.#waiting.set(visitorId, others);
    else this.#waiting.delete(visitorId);
  }

  /** What the visitor's connection is to be told; `null` for nothing. */
  of(visitorId: string, viewer: Viewer): Pick<PagePulse, 'mine' | 'held'> | null {
    const { mine, held } = this.#waiting.get(visitorId) ?? {};
    const own: Pick<PagePulse, 'mine' | 'held'> = {};
    if (mine !== undefined && mine.by !== viewer) own.mine = mine.value;
    if (held !== undefined && held.by !== viewer) own.held = fitting(held.value);
    return 'mine' in own || 'held' in own ? own : null;
  }

  /** All the visitor's connections know. */
  told(visitorId: string): void {
    this.#waiting.delete(visitorId);
  }

  clear(): void {
    this.#waiting.clear();
  }
}

/** The newest of them that fit into a pulse, with a page's key before them. */
function fitting(held: readonly Comment[]): Comment[] {
  let room = LIMITS.pulseBytes - 3 * LIMITS.pageKeyBytes;
  const isTooMuch = (comment: Comment) => (room -= Buffer.byteLength(JSON.stringify(comment)) + 1) < 0;
  const end = held.findIndex(isTooMuch);
  return end === -1 ? [...held] : held.slice(0, end);
}
