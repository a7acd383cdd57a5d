import type { ParsedCommands, Visitor, VisitorErased, VisitorExport } from '@huzzah/protocol';
import type { Allowance } from './allowance.js';
import type { Asker } from './asker.js';
import { commandOf } from './command.js';
import { StoreError, type Audience, type Store } from './ports.js';
import type { VisitorRecord } from './records.js';
import { Refusal } from './refusal.js';
import { showComment } from './show-comment.js';
import { readName } from './text.js';

/** What the rules of visitors need. */
export interface IdentityOptions<Frame> {
  readonly store: Store;
  readonly audience: Audience<Frame>;
  readonly allowance: Allowance;
}

/** The rules of who a visitor is, and of what is held on him. */
export class Identity<Frame> {
  readonly #store: Store;
  readonly #audience: Audience<Frame>;
  readonly #allowance: Allowance;

  constructor({ store, audience, allowance }: IdentityOptions<Frame>) {
    this.#store = store;
    this.#audience = audience;
    this.#allowance = allowance;
  }

  /** What the store has of him, `null` for nothing; `undefined` where it cannot be asked: reading goes on without. */
  async read(site: string, visitorId: string): Promise<VisitorRecord | null | undefined> {
    try {
      return await this.#store.readVisitor(site, visitorId);
    } catch (error) {
      if (error instanceof StoreError) return undefined;
      throw error;
    }
  }

  async rename(asker: Asker<Frame>, input: ParsedCommands['visitor.rename']): Promise<{ visitor: Visitor }> {
    const { site, visitor } = asker;
    const name = readName(input.name, site.limits);
    const { status } = await this.#write(asker, input.commandId, name);
    visitor.name = status === 'applied' ? name : ((await this.#store.readVisitor(site.id, visitor.id))?.name ?? null);
    return { visitor: visitor.shown };
  }

  async erase(asker: Asker<Frame>, { commandId }: ParsedCommands['visitor.erase']): Promise<VisitorErased> {
    const { erased } = await this.#write(asker, commandId, null);
    const { site, visitor } = asker;
    visitor.name = null;
    this.#audience.renamed(site.id, visitor.id);
    const pages = new Set([...visitor.connections].flatMap((connection) => [...connection.pages]));
    const refs = [...pages].map((page) => ({ site: site.id, page }));
    for (const [index, record] of (await this.#store.readPages(refs)).entries()) {
      this.#audience.marked(refs[index]!, record, visitor.id, null, null);
      this.#audience.held(refs[index]!, record, visitor.id, [], null);
    }
    return { erased };
  }

  /** A part of all that is held on him, his own words whole, the newest first. */
  async export({ site, visitor }: Asker<Frame>, { before }: ParsedCommands['visitor.export']): Promise<VisitorExport> {
    const part = await this.#store.exportVisitor(site.id, visitor.id, before ?? null);
    if (part === null) throw new Refusal('bad_request', 'unable to export; the cursor is not one of an export');
    const { comments, reactions, votes, flags, next } = part;
    return {
      visitor: visitor.shown,
      comments: comments.map(({ page, comment }) => ({ page, comment: showComment(comment, 'owner') })),
      reactions: [...reactions],
      votes: [...votes],
      flags: [...flags],
      before: next,
    };
  }

  async #write(asker: Asker<Frame>, commandId: string, name: string | null) {
    const refusal = await this.#allowance.take(asker, 'change');
    const outcome = await this.#store.writeVisitor({
      ...commandOf(asker.visitor.id, commandId, ['visitor', name]),
      site: asker.site.id,
      name,
      onlyIfKnown: refusal !== null,
    });
    if (outcome.status === 'unknown') throw refusal!;
    if (outcome.status === 'conflict') {
      throw new Refusal('conflict', 'unable to change the visitor; the commandId was used with other content');
    }
    return outcome;
  }
}
