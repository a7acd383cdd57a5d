import type { PageRef, ReactionOutcome, ReactionWrite } from '../../core/records.js';
import type { Claims } from './claims.js';
import { pageIdOf } from './keys.js';
import { contentOf, ReactionCall, type ReactionCallOptions } from './reaction-call.js';

export interface ReactionsOptions extends ReactionCallOptions {
  readonly claims: Claims;
  /** What was read before of what the visitor holds on the page is not so any more. */
  readonly wrote: (ref: PageRef, visitorId: string) => void;
}

/**
 * Sets marks. Those that are asked for on a page in one turn of the loop go in one call: to begin a script, to read and write
 * the page, and to bring a command there and back cost both sides more than a reaction does.
 */
export class Reactions {
  readonly #options: ReactionsOptions;
  /** By page, the last call. */
  readonly #calls = new Map<string, ReactionCall>();

  constructor(options: ReactionsOptions) {
    this.#options = options;
  }

  set(write: ReactionWrite): Promise<ReactionOutcome> {
    return this.#options.scripts.isCluster ? this.#setClaimed(write) : this.#set(write);
  }

  async #setClaimed(write: ReactionWrite): Promise<ReactionOutcome> {
    const { ref, kind, onlyIfKnown = false } = write;
    const content = contentOf(ref, kind);
    const holds = kind === null ? null : 'other';
    const isMine = await this.#options.claims.take({ ...write, content, isLong: false, onlyIfKnown, holds });
    return isMine ? this.#set(write) : { status: 'conflict' };
  }

  #set(write: ReactionWrite): Promise<ReactionOutcome> {
    const { connections, wrote } = this.#options;
    const { ref, visitorId } = write;
    return connections.wait<ReactionOutcome>(
      (wait) => this.#callOf(ref).add(write, wait),
      () => wrote(ref, visitorId),
    );
  }

  #callOf(ref: PageRef): ReactionCall {
    const id = pageIdOf(ref);
    let call = this.#calls.get(id);
    if (call?.isOpen !== true) {
      const begun = new ReactionCall(ref, this.#options, () => this.#calls.get(id) === begun && this.#calls.delete(id));
      this.#calls.set(id, (call = begun));
    }
    return call;
  }
}
