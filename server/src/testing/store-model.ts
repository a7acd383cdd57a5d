import { randomUUID } from 'node:crypto';
import type { PageRef, ReactionWrite } from '../core/records.js';

const KINDS = ['like', 'wow', 'constructor', null] as const;

/** What became of a write, as far as every driver must agree. */
export interface Expected {
  readonly status: 'applied' | 'repeated' | 'conflict';
  readonly mine: string | null;
  readonly previous: string | null;
}

/** The laws of marks and commandIds, said the naive way: maps, and no thought of time, loss or speed. */
export class StoreModel {
  readonly #marks = new Map<string, Map<string, string | null>>();
  readonly #commands = new Map<string, ReactionWrite>();

  write(write: ReactionWrite): Expected {
    const { ref, visitorId, kind, commandId } = write;
    const mine = this.mark(ref, visitorId);
    const known = this.#commands.get(visitorId + commandId);
    if (known !== undefined) {
      const isSame = known.ref.page === ref.page && known.ref.site === ref.site && known.kind === kind;
      return { status: isSame ? 'repeated' : 'conflict', mine, previous: mine };
    }
    this.#commands.set(visitorId + commandId, write);
    this.#page(ref).set(visitorId, kind);
    return { status: 'applied', mine: kind, previous: mine };
  }

  mark(ref: PageRef, visitorId: string): string | null {
    return this.#page(ref).get(visitorId) ?? null;
  }

  /** Kinds that have a holder. */
  counts(ref: PageRef): Record<string, number> {
    const held = [...this.#page(ref).values()].filter((kind) => kind !== null);
    return Object.fromEntries(held.map((kind) => [kind, held.filter((other) => other === kind).length]));
  }

  #page({ site, page }: PageRef): Map<string, string | null> {
    const key = `${site}\n${page}`;
    const marks = this.#marks.get(key) ?? new Map<string, string | null>();
    this.#marks.set(key, marks);
    return marks;
  }
}

/**
 * Writes by few visitors on few pages, one a number, so that sets, switches, undos, repeats
 * and conflicts all come often: half of them use a commandId that was used before.
 */
export function writesFrom(choices: readonly number[], pages: readonly PageRef[]): ReactionWrite[] {
  const commandIds: string[] = [];
  return choices.map((choice) => {
    let rest = choice;
    const pick = (count: number) => {
      const picked = rest % count;
      rest = Math.floor(rest / count);
      return picked;
    };
    const ref = pages[pick(pages.length)]!;
    const visitorId = `visitor-${pick(3)}`;
    const kind = KINDS[pick(KINDS.length)]!;
    const isReused = pick(2) === 0 && commandIds.length > 0;
    const commandId = isReused ? commandIds[pick(commandIds.length)]! : randomUUID();
    commandIds.push(commandId);
    return { ref, visitorId, kind, commandId };
  });
}
