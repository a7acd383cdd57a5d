import { LIMITS, type CommandName, type CommandResults, type ParsedCommands } from '@huzzah/protocol';
import type { Asker, Engagement } from '../core/engagement.js';
import { Refusal } from '../core/refusal.js';
import type { Turns } from './turns.js';
import type { WireFrame } from './wire-frame.js';

/** The connection that a command came over. */
export interface Caller extends Asker<WireFrame> {
  /** The pages it has joined, or is joining. */
  readonly pages: Set<string>;
  readonly turns: Turns;
  /** Whether the connection has ended: what it asked for before may still come to its turn. */
  isGone: boolean;
}

/** What a handler returns: the reply, and what is to be done once that is on the way. */
export interface Handled<Result> {
  readonly result: Result;
  readonly answered?: () => void;
}

/** What each command does, after its schema has read it. */
export type Handlers = {
  [Name in CommandName]: (caller: Caller, input: ParsedCommands[Name]) => Promise<Handled<CommandResults[Name]>>;
};

export function makeHandlers(engagement: Engagement<WireFrame>): Handlers {
  return {
    async 'page.join'(caller, input) {
      const { pages } = caller;
      const { reply, answered } = await caller.turns.join(async () => {
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

    async 'page.leave'(caller, { page }) {
      await caller.turns.join(async () => {
        caller.pages.delete(page);
        engagement.leave(caller, page);
      });
      return { result: {} };
    },

    async 'reaction.set'(caller, input) {
      return { result: await caller.turns.write(() => engagement.setReaction(caller, input)) };
    },
  };
}
