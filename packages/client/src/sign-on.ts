import type { CommandInputs, CommandName, CommandResults } from '@huzzah/protocol';
import { backoff } from './backoff.js';
import { newCommandId } from './command-id.js';
import type { PageConnection } from './page-connection.js';
import { HuzzahRefusal, retryOf } from './refusal.js';
import type { Transport } from './transport.js';

/** So long a reader waits for his name, in ms; then the page goes on with him as a guest. */
const PATIENCE_MS = 3_000;

/** A sign-on of the site's own, a function that gets one, or `null` to sign out. */
export type SignOnSource = string | (() => string | Promise<string>) | null;

/** Shows the server who a reader is to his site: once it is said, and again whenever he is a guest to it. */
export class SignOn {
  readonly #transport: Transport;
  readonly #connection: Pick<PageConnection, 'visitor'>;
  readonly #goOn: () => void;
  #source: SignOnSource = null;
  #isDue = false;
  #sending: Promise<boolean> | undefined;
  #failures = 0;
  readonly #waiters: ((isDone: boolean) => void)[] = [];

  /** @param goOn called where what was held may go on */
  constructor(transport: Transport, connection: Pick<PageConnection, 'visitor'>, goOn: () => void) {
    this.#transport = transport;
    this.#connection = connection;
    this.#goOn = goOn;
  }

  /** Resolves once the server has taken this, or what was said later, with `true`; with `false` where it would not. */
  identify(source: SignOnSource): Promise<boolean> {
    this.#source = source;
    this.#isDue = true;
    const done = new Promise<boolean>((resolve) => this.#waiters.push(resolve));
    if (this.#isGuest() !== null) void this.#go();
    return done;
  }

  /** Whether a session that has begun must wait, for nothing is to be sent before he is who he should be. */
  isHolding(): boolean {
    if (!this.#isDue && (this.#source === null || this.#isGuest() !== true)) return false;
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    void Promise.race([this.#go(), late]).then(() => this.#transport.isConnected && this.#goOn());
    return true;
  }

  /** Asks; where the sign-on has ended, and there is a new one to be had, again. */
  async request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]> {
    const ask = () => this.#transport.request(name, input);
    try {
      return await ask();
    } catch (error) {
      const isOver = error instanceof HuzzahRefusal && error.code === 'unauthorized';
      if (isOver && typeof this.#source === 'function' && (await this.#go())) return ask();
      throw error;
    }
  }

  /** Whether he is a guest to the server; `null` where there is no connection. */
  #isGuest(): boolean | null {
    return this.#transport.isConnected ? this.#connection.visitor?.role === 'visitor' : null;
  }

  #go(): Promise<boolean> {
    this.#isDue = true;
    return (this.#sending ??= this.#send().finally(() => (this.#sending = undefined)));
  }

  async #send(): Promise<boolean> {
    const source = this.#source;
    try {
      const sso = typeof source === 'function' ? await source() : source;
      // A guest has nothing to sign out of.
      if (source === this.#source && !(sso === null && this.#isGuest())) {
        await this.#transport.request('visitor.identify', { sso, commandId: newCommandId() });
      }
    } catch (error) {
      if (source === this.#source) return this.#failed(error);
    }
    // Something else was said meanwhile.
    return source === this.#source ? this.#settle(true) : this.#send();
  }

  #failed(error: unknown): boolean {
    // Without a connection its return sends again.
    if (this.#isGuest() === null) return false;
    if (error instanceof HuzzahRefusal && retryOf(error.code) !== 'never') {
      this.#failures += 1;
      setTimeout(() => void this.#go(), (error.retryAfterMs ?? 0) + backoff(this.#failures));
      return false;
    }
    console.error('Huzzah: unable to sign on;', error);
    return this.#settle(false);
  }

  #settle(isDone: boolean): boolean {
    this.#isDue = false;
    this.#failures = 0;
    // Who waits for this finds who he is in the view of his page.
    if (this.#transport.isConnected) this.#goOn();
    for (const resolve of this.#waiters.splice(0)) resolve(isDone);
    return isDone;
  }
}
