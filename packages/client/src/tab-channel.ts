import { openChannel } from './channel.js';
import type { IssuedToken } from './issued-token.js';

/** Another tab that is awake answers in a few ms; a frozen one never. */
const ANSWER_MS = 150;

type Message = { ask: true } | { held: IssuedToken };

interface TabListener {
  /** What this tab answers with; `null` keeps silent. */
  held(): IssuedToken | null;
  heard(other: IssuedToken): void;
}

/** How the tabs of one origin tell each other their token. */
export class TabChannel {
  readonly #channel: BroadcastChannel | null;
  #answered: ((token: IssuedToken | null) => void) | undefined;

  constructor(name: string, listener: TabListener) {
    this.#channel = openChannel(name);
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      const held = listener.held();
      if ('ask' in data) {
        if (held !== null) this.tell(held);
        return;
      }
      if (this.#answered) this.#answered(data.held);
      else listener.heard(data.held);
    });
  }

  get isOpen(): boolean {
    return this.#channel !== null;
  }

  tell(held: IssuedToken): void {
    this.#channel?.postMessage({ held } satisfies Message);
  }

  /** The token of the first tab to answer, `null` where none does within 150 ms. */
  ask(): Promise<IssuedToken | null> {
    if (this.#channel === null) return Promise.resolve(null);
    return new Promise((resolve) => {
      const done = (token: IssuedToken | null) => {
        clearTimeout(timer);
        this.#answered = undefined;
        resolve(token);
      };
      const timer = setTimeout(done, ANSWER_MS, null);
      this.#answered = done;
      this.#channel?.postMessage({ ask: true } satisfies Message);
    });
  }

  close(): void {
    this.#channel?.close();
  }
}
