import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What a visitor wrote: a comment, a flag, or his name. */
interface Text {
  readonly name?: string;
  readonly body?: string;
  /** Of the posting that it came with. */
  readonly fingerprint?: string;
}

/**
 * Every byte that visitors wrote, in one table of the database, so that it can go. Elsewhere the
 * bytes of a row are copied about within the file, as pages fill and empty, and copies are left
 * behind that no command reaches. Here rows are only added, at the end, and blanked in their
 * place, by as many spaces: so they are never moved. The room of a blank one is not used again.
 */
export class Texts {
  readonly #add: StatementSync;
  readonly #blank: StatementSync;
  #hasBlanked = false;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare('INSERT INTO texts VALUES (NULL, ?, ?, ?)');
    const spaces = (column: string) => `${column} = printf('%*s', octet_length(${column}), '')`;
    this.#blank = database.prepare(
      `UPDATE texts SET ${spaces('name')}, ${spaces('body')}, ${spaces('fingerprint')} WHERE key = ?`,
    );
  }

  /** Returns its key. */
  add({ name = '', body = '', fingerprint = '' }: Text): number {
    return Number(this.#add.run(name, body, fingerprint).lastInsertRowid);
  }

  blank(key: number): void {
    this.#blank.run(key);
    this.#hasBlanked = true;
  }

  /** Whether a text was blanked since this was last asked for. */
  takeHasBlanked(): boolean {
    const hasBlanked = this.#hasBlanked;
    this.#hasBlanked = false;
    return hasBlanked;
  }
}
