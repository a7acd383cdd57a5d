import type { PageView } from '@huzzah/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A shorter catching-up is nobody's news. */
const SHOWN_AFTER_MS = 1_000;

/**
 * How an element looks, which is less than what its page's state says:
 * - `blank`: nothing is known yet, and zeros are shown.
 * - `live`, also while reading only, and in the first second of catching up.
 * - `catching-up`, `offline`: what is shown is what was last known.
 * - `refused`: zeros, and nothing can be done.
 */
export type Look = 'blank' | 'live' | 'catching-up' | 'offline' | 'refused';

/** Follows the state of an element's page, and draws again when a second of catching up is over. */
export class LookController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #view: () => PageView;
  #look: Look = 'blank';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLate = false;

  /** @param view the present view of the element's page */
  constructor(host: ReactiveControllerHost, view: () => PageView) {
    this.#host = host;
    this.#view = view;
    host.addController(this);
  }

  get look(): Look {
    return this.#look;
  }

  hostUpdate(): void {
    const { state, occupancy } = this.#view();
    if (state === 'catching-up') this.#wait();
    else this.#stopWaiting();
    if (state === 'connecting') this.#look = 'blank';
    else if (state === 'offline' || state === 'refused') this.#look = state;
    else if (occupancy === null) this.#look = 'blank';
    else this.#look = this.#isLate ? 'catching-up' : 'live';
  }

  hostDisconnected(): void {
    this.#stopWaiting();
  }

  #wait(): void {
    if (this.#isLate) return;
    this.#timer ??= setTimeout(() => {
      this.#isLate = true;
      this.#host.requestUpdate();
    }, SHOWN_AFTER_MS);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isLate = false;
  }
}
