import type { ParsedCommands, Visitor, VisitorErased, VisitorExport } from '@huzzah/protocol';
import type { Allowance } from './allowance.js';
import type { Asker } from './asker.js';
import { commandOf } from './command.js';
import { StoreError, type Audience, type Clock, type MemberStore, type Store } from './ports.js';
import type { VisitorRecord } from './records.js';
import { Refusal } from './refusal.js';
import { showComment } from './show-comment.js';
import { readSignOn } from './sign-on.js';
import { showMine, type SiteConfig } from './sites.js';
import { readName } from './text.js';
import type { Tokens } from './tokens.js';
import type { Identified } from './visitor.js';

/** What the rules of visitors need. */
export interface IdentityOptions<Frame> {
  readonly store: Store & MemberStore;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly audience: Audience<Frame>;
  readonly allowance: Allowance;
}

/** The rules of who a visitor is, and of what is held on him. */
export class Identity<Frame> {
  readonly #store: Store & MemberStore;
  readonly #tokens: Tokens;
  readonly #clock: Clock;
  readonly #audience: Audience<Frame>;
  readonly #allowance: Allowance;

  constructor({ store, tokens, clock, audience, allowance }: IdentityOptions<Frame>) {
    this.#store = store;
    this.#tokens = tokens;
    this.#clock = clock;
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

  /** Who he is by the site's sign-on; `null` makes him a new guest. A sign-on that is not good changes nothing. */
  async identify(asker: Asker<Frame>, sso: string | null): Promise<Identified> {
    const refusal = await this.#allowance.take(asker, 'change');
    if (refusal !== null) throw refusal;
    const { site, visitor } = asker;
    if (sso !== null) return this.signOn(site, sso, visitor.role === 'visitor' ? visitor.id : null);
    const visitorId = this.#tokens.newVisitorId();
    const token = await this.#tokens.issue(site.id, visitorId);
    return { visitorId, name: null, role: 'visitor', token, endsAt: null };
  }

  /** @param guestId the guest who signs on, where he is one */
  async signOn(site: SiteConfig, sso: string, guestId: string | null): Promise<Identified> {
    const { member, name } = await readSignOn(site, sso, this.#clock);
    const freshId = this.#tokens.newVisitorId();
    const visitorId = await this.#store.signOn({ site: site.id, member, name, guestId, freshId });
    const endsAt = this.#tokens.memberUntil();
    return { visitorId, name, role: 'member', token: await this.#tokens.issue(site.id, visitorId, endsAt), endsAt };
  }

  async rename(asker: Asker<Frame>, input: ParsedCommands['visitor.rename']): Promise<{ visitor: Visitor }> {
    const { site, visitor } = asker;
    if (visitor.role !== 'visitor') {
      throw new Refusal('forbidden', 'unable to rename; a member’s name comes from the sign-on');
    }
    const name = readName(input.name, site.limits);
    const { status } = await this.#write(asker, input.commandId, name);
    visitor.name = status === 'applied' ? name : await this.#nameOf(asker);
    return { visitor: { ...visitor.shown, name } };
  }

  /** Tells all connections of the visitor what they hold now: he may have begun anew before he asks again. */
  async erase(asker: Asker<Frame>, { commandId }: ParsedCommands['visitor.erase']): Promise<VisitorErased> {
    const { erased } = await this.#write(asker, commandId, null);
    const { site, visitor } = asker;
    visitor.name = await this.#nameOf(asker);
    this.#audience.renamed(site.id, visitor.id);
    const refs = [...visitor.pages].map((page) => ({ site: site.id, page }));
    for (const [index, record] of (await this.#store.readPages(refs)).entries()) {
      const ref = refs[index]!;
      const { mine, held } = await this.#store.readOwn(ref, visitor.id);
      this.#audience.marked(ref, record, visitor.id, showMine(site, mine), null);
      const shown = held.map((comment) => showComment(comment, 'author'));
      this.#audience.held(ref, record, visitor.id, shown, null);
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

  async #nameOf({ site, visitor }: Asker<Frame>): Promise<string | null> {
    return (await this.#store.readVisitor(site.id, visitor.id))?.name ?? null;
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
