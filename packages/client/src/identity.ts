import { goesBefore, type IssuedToken } from './issued-token.js';
import { storage } from './storage.js';
import { TabChannel } from './tab-channel.js';

/** How long the first tab may hold the others back while it gets its token. */
const FIRST_TAB_MS = 3_000;

/**
 * Who this browser is to one site, without a trace of it before the first reaction: a tab
 * remembers its token in memory and asks the others for theirs; storage comes with the first
 * thing that is sent.
 */
export class Identity {
  readonly #name: string;
  readonly #tabs: TabChannel;
  #held: IssuedToken | null = null;
  /** The server's no to a token stands, whichever tab still holds it. */
  #refused: string | null = null;
  #asking: Promise<string | undefined> | undefined;
  #isKept = false;
  #first: (() => void) | undefined;

  /**
   * @param name one for each server and site
   * @param onOther called where another tab holds a token that stands before ours; ours is then that one
   */
  constructor(name: string, onOther: () => void) {
    this.#name = name;
    this.#tabs = new TabChannel(name, {
      held: () => this.#held,
      heard: (other) => {
        const own = this.#held;
        if (own === null || other.token === this.#refused) return;
        if (other.token === own.token) {
          if (goesBefore(other, own)) this.#held = other;
        } else if (goesBefore(other, own)) {
          this.#remember(other);
          onOther();
        } else {
          this.#tabs.tell(own);
        }
      },
    });
  }

  /** The token to connect with: held, stored, or another tab's; `undefined` makes a new visitor. */
  async token(): Promise<string | undefined> {
    return this.#own() ?? (await (this.#asking ??= this.#ask().finally(() => (this.#asking = undefined))));
  }

  /** Takes the token of a session. */
  adopt(token: string, now: number): void {
    const isNew = this.#held?.token !== token;
    if (isNew) this.#remember({ token, issuedAt: now, turn: this.#held === null ? 0 : now });
    this.#first?.();
    if (isNew && this.#held !== null) this.#tabs.tell(this.#held);
  }

  /** The server is not to be had for now: the other tabs need not wait for our token. */
  letOthersTry(): void {
    this.#first?.();
  }

  /** Stores the token from now on: something is being sent under it, which must stay this visitor's. */
  keep(): void {
    this.#isKept = true;
    if (this.#held !== null) storage.set(this.#name, this.#held.token);
  }

  /** Drops the token that the server has just refused. Returns whether there was one. */
  forget(): boolean {
    const refused = this.#own();
    if (refused === undefined) return false;
    this.#refused = refused;
    this.#held = null;
    // Another tab may have stored a new one already.
    if (storage.get(this.#name) === refused) storage.remove(this.#name);
    return true;
  }

  close(): void {
    this.#first?.();
    this.#tabs.close();
  }

  #own(): string | undefined {
    if (this.#held !== null) return this.#held.token;
    const stored = storage.get(this.#name);
    if (stored === null || stored === this.#refused) return undefined;
    this.#isKept = true;
    return stored;
  }

  #remember(token: IssuedToken): void {
    this.#held = token;
    if (this.#isKept) storage.set(this.#name, token.token);
  }

  /**
   * Tabs opened together take turns, and the first keeps its turn until it has a token to give:
   * else five tabs would be five visitors.
   */
  async #ask(): Promise<string | undefined> {
    const answer = async () => {
      const own = this.#own();
      if (own !== undefined) return own;
      const other = await this.#tabs.ask();
      if (other === null || other.token === this.#refused) return undefined;
      this.#remember(other);
      return other.token;
    };
    // Without a secure context there are no locks; two that then meet agree on the earlier token.
    if (!this.#tabs.isOpen || typeof navigator.locks === 'undefined') return answer();
    return new Promise((resolve) => {
      void navigator.locks
        .request(this.#name, async () => {
          const token = await answer();
          resolve(token);
          if (token === undefined) await this.#firstToken();
        })
        .catch(() => resolve(undefined));
    });
  }

  #firstToken(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, FIRST_TAB_MS);
      this.#first = () => {
        clearTimeout(timer);
        this.#first = undefined;
        resolve();
      };
    });
  }
}
