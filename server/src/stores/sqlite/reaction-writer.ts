import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { refKey } from '../../core/ref-key.js';
import type { ReactionOutcome, ReactionWrite } from '../../core/records.js';
import { countMark, type PageDrafts } from './page-drafts.js';
import type { RecentCommands } from './recent-commands.js';

/** Sets marks, within the transaction of a group. */
export class ReactionWriter {
  readonly #pages: PageDrafts;
  readonly #commands: RecentCommands;
  readonly #readMark: StatementSync;
  readonly #saveMark: StatementSync;

  constructor(database: DatabaseSync, pages: PageDrafts, commands: RecentCommands) {
    this.#pages = pages;
    this.#commands = commands;
    this.#readMark = database.prepare('SELECT kind, command_id FROM marks WHERE visitor_id = ? AND page_id = ?');
    this.#saveMark = database.prepare(
      `INSERT INTO marks VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET kind = excluded.kind, command_id = excluded.command_id, at = excluded.at`,
    );
  }

  set({ ref, visitorId, kind, commandId, onlyIfKnown }: ReactionWrite, now: number): ReactionOutcome {
    const page = this.#pages.of(ref);
    const { record } = page;
    const mark = page.id === null ? undefined : this.#readMark.get(visitorId, page.id);
    const mine = (mark?.['kind'] ?? null) as string | null;
    // Of one that came from another store the last part is known.
    const isNewest = mark !== undefined && commandId.endsWith(mark['command_id'] as string);
    const known = isNewest ? { pageId: page.id, kind: mine } : this.#commands.find(visitorId, commandId);
    if (known !== undefined) {
      const isHere = known.pageId === page.id || known.pageId === refKey(ref);
      if (!isHere || known.kind !== kind) return { status: 'conflict' };
      page.isRepeated = true;
      return { status: 'repeated', record, mine, previous: mine };
    }
    if (onlyIfKnown) return { status: 'unknown' };
    if (kind !== null) this.#pages.make(page);
    this.#commands.note(visitorId, commandId, { pageId: page.id ?? refKey(ref), kind });
    if (mark !== undefined || kind !== null) this.#saveMark.run(visitorId, page.id, kind, commandId, now);
    countMark(page, mine, kind);
    return { status: 'applied', record, mine: kind, previous: mine };
  }
}
