import type { CommentChanged, CommentsListed, CommentVoted, ParsedCommands } from '@huzzah/protocol';
import type { Allowance } from './allowance.js';
import type { Asker } from './asker.js';
import { commandOf } from './command.js';
import type { Lists, ListWish } from './lists.js';
import { whyNot, type OwnAct } from './own-comment.js';
import type { Audience, Clock, Store } from './ports.js';
import { CONTENT_PHASES, judge, PLACE_PHASES, type Posting, type Verdict } from './posting-phases.js';
import type { CommentOutcome, CommentRecord, EditWrite, PageRecord, PageRef } from './records.js';
import { Refusal } from './refusal.js';
import { eyesOf, showComment } from './show-comment.js';
import type { SiteConfig } from './sites.js';
import { readBody, readName, readNote } from './text.js';

/** How often a change is looked at anew where the comment became another meanwhile. */
const TRIES = 3;

/** What the rules of comments need. */
export interface ConversationOptions<Frame> {
  readonly store: Store;
  readonly audience: Audience<Frame>;
  readonly lists: Lists;
  readonly allowance: Allowance;
  readonly clock: Clock;
}

/**
 * The rules of comments. Of each command the store is asked whether it is known, also where the
 * rules refuse it: what was done once is answered as it was, whatever has become of rates and
 * windows since.
 */
export class Conversation<Frame> {
  readonly #store: Store;
  readonly #audience: Audience<Frame>;
  readonly #lists: Lists;
  readonly #allowance: Allowance;
  readonly #clock: Clock;

  constructor({ store, audience, lists, allowance, clock }: ConversationOptions<Frame>) {
    this.#store = store;
    this.#audience = audience;
    this.#lists = lists;
    this.#allowance = allowance;
    this.#clock = clock;
  }

  async post(asker: Asker<Frame>, input: ParsedCommands['comment.post']): Promise<CommentChanged> {
    const { site, visitor } = asker;
    const { page, parentId = null, commandId } = input;
    const body = readBody(input.body, site.limits);
    const asked = input.name === undefined ? null : readName(input.name, site.limits);
    // A member's comes from the sign-on, also where he wrote as a guest before.
    const name = visitor.role === 'visitor' ? asked : null;
    const ref = { site: site.id, page };
    const verdict = await this.#verdict(asker, ref, body, parentId, commandId);
    const outcome = await this.#store.writeComment({
      ...commandOf(visitor.id, commandId, ['post', page, body, parentId, asked]),
      type: 'post',
      ref,
      body,
      parentId,
      author: { ...visitor.shown, ...(name !== null && { name }) },
      isRename: name !== null,
      status: verdict.type === 'hold' ? 'pending' : 'published',
      reason: verdict.type === 'hold' ? verdict.reason : null,
      onlyIfKnown: verdict.type === 'refuse',
    });
    const changed = changedBy('post', outcome, verdict.type === 'refuse' ? verdict.refusal : null);
    if (name !== null) await this.#rename(asker, name, outcome.status === 'applied');
    const { comment } = changed;
    if (comment.status === 'pending') {
      await this.#tellHeld(asker, ref, outcome.status, changed.record);
      const notice = { code: 'held', message: 'the comment is held until a moderator has looked' } as const;
      if (outcome.status === 'applied') for (const connection of visitor.connections) connection.notify(notice);
    }
    return this.#reply(asker, changed);
  }

  edit(asker: Asker<Frame>, input: ParsedCommands['comment.edit']): Promise<CommentChanged> {
    return this.#change(asker, 'edit', input, readBody(input.body, asker.site.limits));
  }

  remove(asker: Asker<Frame>, input: ParsedCommands['comment.remove']): Promise<CommentChanged> {
    return this.#change(asker, 'remove', input);
  }

  restore(asker: Asker<Frame>, input: ParsedCommands['comment.restore']): Promise<CommentChanged> {
    return this.#change(asker, 'restore', input);
  }

  async vote(asker: Asker<Frame>, input: ParsedCommands['comment.vote']): Promise<CommentVoted> {
    const { page, id, value, commandId } = input;
    const ref = { site: asker.site.id, page };
    const rate = await this.#allowance.take(asker, 'vote');
    // The store looks whose it is; only where it will not, that is said before the rate.
    const refusal = rate && ((await this.#whyNotOthers('vote for', asker, ref, id)) ?? rate);
    const outcome = await this.#store.setVote({
      ...commandOf(asker.visitor.id, commandId, ['vote', page, id, value]),
      ref,
      id,
      value,
      onlyIfKnown: refusal !== null,
    });
    if ('votes' in outcome) return { epoch: outcome.record.epoch, votes: outcome.votes, mine: outcome.mine };
    throw refusalOf('vote for', outcome.status, refusal);
  }

  async flag(asker: Asker<Frame>, input: ParsedCommands['comment.flag']): Promise<object> {
    const { page, id, reason, commandId } = input;
    const text = readNote(input.text ?? '');
    const ref = { site: asker.site.id, page };
    const refusal = (await this.#whyNotOthers('flag', asker, ref, id)) ?? (await this.#allowance.take(asker, 'change'));
    const command = commandOf(asker.visitor.id, commandId, ['flag', page, id, reason, text]);
    const outcome = await this.#store.flagComment({ ...command, ref, id, reason, text, onlyIfKnown: refusal !== null });
    if (outcome.status === 'applied' || outcome.status === 'repeated') return {};
    throw refusalOf('flag', outcome.status, refusal);
  }

  async list(
    { site, visitor }: Asker<Frame>,
    { page, ...wish }: ParsedCommands['comment.list'],
  ): Promise<CommentsListed> {
    const listed = await this.listFor(site, page, wish);
    const ids = listed.comments.map(({ id }) => id);
    const myVotes = visitor.isKnown ? await this.#store.readVotes({ site: site.id, page }, visitor.id, ids) : {};
    return { ...listed, myVotes };
  }

  /** For somebody who only looks. */
  async listFor(site: SiteConfig, page: string, wish: ListWish): Promise<Omit<CommentsListed, 'myVotes'>> {
    const ref = { site: site.id, page };
    const [record] = await this.#store.readPages([ref]);
    const { epoch, threadCount } = record!;
    return { epoch, threadCount, ...(await this.#lists.read(ref, record!, wish)) };
  }

  /** What the rules say of a new comment: who, where, how often, and what is in it. */
  async #verdict(
    asker: Asker<Frame>,
    ref: PageRef,
    body: string,
    parentId: string | null,
    commandId: string,
  ): Promise<Verdict> {
    const { settings } = asker.site;
    const isFirstHeld = settings.mode === 'first-held';
    const [visitor, parents] = await Promise.all([
      isFirstHeld ? this.#store.readVisitor(ref.site, asker.visitor.id) : null,
      parentId === null ? [] : this.#store.readComments(ref, [parentId]),
    ]);
    const posting: Posting = { body, role: asker.visitor.role, isPublished: visitor?.isPublished ?? false, settings };
    const place = judge(PLACE_PHASES, posting);
    if (place.type === 'refuse') return place;
    if (parentId !== null && parents[0]?.status !== 'published') {
      return { type: 'refuse', refusal: refusalOf('answer', 'not_found') };
    }
    const content = judge(CONTENT_PHASES, posting);
    const rate = await this.#allowance.takeComment(asker, ref, commandId, content.type === 'refuse');
    return rate === null ? content : { type: 'refuse', refusal: rate };
  }

  /** Why he may not do what is done to published comments of others. */
  async #whyNotOthers(act: string, { visitor }: Asker<Frame>, ref: PageRef, id: string): Promise<Refusal | null> {
    const [comment] = await this.#store.readComments(ref, [id]);
    if (comment?.status !== 'published') return refusalOf(act, 'not_found');
    return comment.author.id === visitor.id ? refusalOf(act, 'forbidden') : null;
  }

  /** Changes a comment of the asker's own as it is now: where it became another meanwhile, that one is looked at. */
  async #change(
    asker: Asker<Frame>,
    type: EditWrite['type'],
    { page, id, commandId }: ParsedCommands['comment.remove'],
    body?: string,
  ): Promise<CommentChanged> {
    const { site, visitor } = asker;
    const ref = { site: site.id, page };
    const { limits, settings } = site;
    const act: OwnAct = { type, visitorId: visitor.id, limits, settings, now: this.#clock.now() };
    const command = commandOf(visitor.id, commandId, [type, page, id, body]);
    let rate: Promise<Refusal | null> | undefined;
    let refusal: Refusal | null = null;
    let outcome: CommentOutcome = { status: 'stale' };
    for (let tries = 0; tries < TRIES && outcome.status === 'stale'; tries += 1) {
      const [comment = null] = await this.#store.readComments(ref, [id]);
      refusal =
        whyNot(comment, act) ??
        (await (rate ??= this.#allowance.take(asker, 'change'))) ??
        (body === undefined ? null : whyNotSo(body, comment!, asker));
      outcome = await this.#store.writeComment({
        ...command,
        type,
        ref,
        id,
        ifVersion: comment?.version ?? 0,
        ...(body !== undefined && { body }),
        ...(type === 'remove' && { removedBy: 'author' }),
        onlyIfKnown: refusal !== null,
      });
    }
    const changed = changedBy(type, outcome, refusal);
    // What was never published is news for its author alone.
    if (changed.comment.seq === null) await this.#tellHeld(asker, ref, outcome.status, changed.record);
    return this.#reply(asker, changed);
  }

  #reply({ visitor }: Asker<Frame>, { comment, record }: Changed): CommentChanged {
    return { epoch: record.epoch, comment: showComment(comment, eyesOf(visitor.id, comment)) };
  }

  /** The new name, or, where it was given before, the one that stands. */
  async #rename({ site, visitor }: Asker<Frame>, name: string, isNew: boolean): Promise<void> {
    visitor.name = isNew ? name : ((await this.#store.readVisitor(site.id, visitor.id))?.name ?? null);
  }

  /** His other connections are told; so is the one that asks again, for it is answered what was so the first time. */
  async #tellHeld(
    { visitor, viewer }: Asker<Frame>,
    ref: PageRef,
    status: CommentOutcome['status'],
    record: PageRecord,
  ): Promise<void> {
    this.#audience.owned(ref, visitor.id);
    const isFirst = status === 'applied';
    if (isFirst && visitor.connections.size < 2) return;
    const { held } = await this.#store.readOwn(ref, visitor.id);
    const shown = held.map((comment) => showComment(comment, 'author'));
    this.#audience.held(ref, record, visitor.id, shown, isFirst ? viewer : null);
  }
}

/** A comment as a command has left it, with its page. */
interface Changed {
  readonly comment: CommentRecord;
  readonly record: PageRecord;
}

/** Why the store has done nothing. */
const WHY = {
  conflict: ['conflict', 'its commandId was used with other content'],
  stale: ['conflict', 'it changes too fast'],
  not_found: ['not_found', 'it is not on this page, or no longer'],
  forbidden: ['forbidden', 'it is one’s own'],
} as const;

/** @param refusal what the rules say where the store does not know the command */
function refusalOf(act: string, status: keyof typeof WHY | 'unknown', refusal: Refusal | null = null): Refusal {
  if (status === 'unknown') return refusal!;
  const [code, why] = WHY[status];
  return new Refusal(code, `unable to ${act} the comment; ${why}`);
}

function changedBy(act: string, outcome: CommentOutcome, refusal: Refusal | null): Changed {
  if ('comment' in outcome) return outcome;
  throw refusalOf(act, outcome.status, refusal);
}

/** Why the comment may not have this text. Nobody looks again at what is published: what would be held is refused. */
function whyNotSo(body: string, { status }: CommentRecord, { site, visitor }: Asker<unknown>): Refusal | null {
  const verdict = judge(CONTENT_PHASES, { body, role: visitor.role, isPublished: true, settings: site.settings });
  if (verdict.type === 'refuse') return verdict.refusal;
  if (verdict.type === 'continue' || status !== 'published') return null;
  return new Refusal('rejected', 'unable to edit the comment; it would be held', { reason: verdict.reason });
}
