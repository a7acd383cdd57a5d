import { embedding } from '../embedding.js';
import { closeConnections } from '../page-source.js';

export { defineElement } from '../define-element.js';
export { identify } from '../page-source.js';
export { addLocale } from '../locales/registry.js';

/** Lets elements connect, as the script says where they say nothing themselves. */
export function begin(script: HTMLScriptElement): void {
  embedding.begin(script);
}

/** Has all elements leave, and ends their connections. */
export function end(): void {
  embedding.end();
  closeConnections();
}
