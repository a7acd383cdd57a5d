import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { hostLanguage } from './host-language.js';
import { HostController } from './host-controller.js';
import { en } from './locales/en.js';
import { localeFor } from './locales/registry.js';
import { Words } from './words.js';

/** Gives an element its words, in the language of the page around it; draws again when that changes or has been loaded. */
export class WordsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #words = new Words(en, 'en');

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    new HostController(host, () => this.#read());
    host.addController(this);
  }

  /** The words to draw with now. */
  get words(): Words {
    return this.#words;
  }

  hostUpdate(): void {
    if (this.#host.isConnected) this.#read();
  }

  #read(): void {
    const tag = hostLanguage(this.#host);
    if (tag === this.#words.tag) return;
    this.#take(tag);
    this.#host.requestUpdate();
  }

  #take(tag: string): void {
    const locale = localeFor(tag, () => {
      if (tag !== this.#words.tag) return;
      this.#take(tag);
      this.#host.requestUpdate();
    });
    this.#words = new Words(locale, tag);
  }
}
