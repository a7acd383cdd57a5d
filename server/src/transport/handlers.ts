import { LIMITS, type CommandName, type CommandResults, type ParsedCommands } from '@huzzah/protocol';
import type { Allowance } from '../core/allowance.js';
import type { Conversation } from '../core/conversation.js';
import type { Engagement } from '../core/engagement.js';
import type { Identity } from '../core/identity.js';
import { Refusal } from '../core/refusal.js';
import type { Caller } from './caller.js';
import type { WireFrame } from './wire-frame.js';

/** All the rules. */
export interface Rules {
  readonly engagement: Engagement<WireFrame>;
  readonly conversation: Conversation<WireFrame>;
  readonly identity: Identity<WireFrame>;
  readonly allowance: Allowance;
}

/** What a handler returns: the reply, and what is to be done once that is on the way. */
export interface Handled<Result> {
  readonly result: Result;
  readonly answered?: () => void;
}

type Handler<Name extends CommandName> = (
  caller: Caller,
  input: ParsedCommands[Name],
) => Promise<Handled<CommandResults[Name]>>;

/** What each command does, after its schema has read it. */
export type Handlers = { [Name in CommandName]: Handler<Name> };

type Rule<Name extends CommandName> = (caller: Caller, input: ParsedCommands[Name]) => Promise<CommandResults[Name]>;

/** Whoever signed on speaks as himself only as long as that lasts. */
function mustBeSignedOn({ isOver }: Caller): void {
  if (isOver) throw new Refusal('unauthorized', 'unable to do this; the sign-on has ended');
}

/** Asked in turn, for what is true after all that was asked for before. */
function reads<Name extends CommandName>(rule: Rule<Name>): Handler<Name> {
  return async (caller, input) => ({ result: await caller.turns.read(() => rule(caller, input)) });
}

function writes<Name extends CommandName>(rule: Rule<Name>): Handler<Name> {
  return async (caller, input) => {
    mustBeSignedOn(caller);
    return { result: await caller.turns.write(() => rule(caller, input)) };
  };
}

export function makeHandlers({ engagement, conversation, identity, allowance }: Rules): Handlers {
  const mustBeAllowed = async ({ site, visitor, address }: Caller) => {
    const refusal = await allowance.takeRead(site.id, visitor.id, address);
    if (refusal !== null) throw refusal;
  };
  return {
    async 'page.join'(caller, input) {
      const { pages } = caller;
      const { reply, answered } = await caller.turns.read(async () => {
        await mustBeAllowed(caller);
        const isNew = !pages.has(input.page);
        if (caller.isGone) throw new Refusal('not_found', 'unable to join; the connection has ended');
        if (isNew && pages.size >= LIMITS.pagesPerConnection) {
          throw new Refusal('bad_request', `unable to join; a connection may be on ${LIMITS.pagesPerConnection} pages`);
        }
        pages.add(input.page);
        try {
          return await engagement.join(caller, input, isNew);
        } catch (error) {
          if (isNew) pages.delete(input.page);
          throw error;
        }
      });
      return { result: reply, answered };
    },
    'page.leave': reads(async (caller, { page }) => {
      caller.pages.delete(page);
      engagement.leave(caller, page);
      return {};
    }),
    'reaction.set': writes((caller, input) => engagement.setReaction(caller, input)),
    'comment.post': writes((caller, input) => conversation.post(caller, input)),
    'comment.edit': writes((caller, input) => conversation.edit(caller, input)),
    'comment.remove': writes((caller, input) => conversation.remove(caller, input)),
    'comment.restore': writes((caller, input) => conversation.restore(caller, input)),
    'comment.vote': writes((caller, input) => conversation.vote(caller, input)),
    'comment.flag': writes((caller, input) => conversation.flag(caller, input)),
    'comment.list': reads(async (caller, input) => {
      await mustBeAllowed(caller);
      return conversation.list(caller, input);
    }),
    // After all that was asked for as whom he was before, and before all else.
    'visitor.identify': reads(async (caller, { sso, commandId }) => {
      const last = caller.lastIdentity;
      if (last?.commandId === commandId) {
        if (last.sso === sso) return last.reply;
        throw new Refusal('conflict', 'unable to identify; the commandId was used with other content');
      }
      const identified = await identity.identify(caller, sso);
      caller.become(identified);
      const reply = { visitor: caller.visitor.shown, token: identified.token };
      caller.lastIdentity = { commandId, sso, reply };
      return reply;
    }),
    'visitor.rename': writes((caller, input) => identity.rename(caller, input)),
    'visitor.export': reads(async (caller, input) => {
      mustBeSignedOn(caller);
      await mustBeAllowed(caller);
      return identity.export(caller, input);
    }),
    'visitor.erase': writes((caller, input) => identity.erase(caller, input)),
  };
}
