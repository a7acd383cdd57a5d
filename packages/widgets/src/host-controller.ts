import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { watchHost } from './host-watcher.js';

/** Has something of the page around an element read when the element is connected, and whenever it may have changed since. */
export class HostController implements ReactiveController {
  readonly #element: Element;
  readonly #read: () => void;
  #unwatch: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & Element, read: () => void) {
    this.#element = host;
    this.#read = read;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unwatch ??= watchHost({ element: this.#element, hostChanged: this.#read });
    this.#read();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }
}
