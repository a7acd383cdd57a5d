import { sharedWatch } from './shared-watch.js';

/** Somebody who reads the look or the language of the page around an element. */
export interface HostReader {
  readonly element: Element;
  /** Something that looks or language may depend on has changed: read again. */
  hostChanged(): void;
}

let observer: MutationObserver;

const watch = sharedWatch<HostReader>((readers, signal) => {
  const tellAll = () => [...readers].forEach((reader) => reader.hostChanged());
  const faded = ({ target, propertyName }: TransitionEvent) => {
    if (propertyName !== 'color' || !(target instanceof Element)) return;
    const isAll = target === document.documentElement || target === document.body;
    for (const reader of [...readers]) if (isAll || target.contains(reader.element)) reader.hostChanged();
  };
  observer = new MutationObserver(tellAll);
  signal.addEventListener('abort', () => observer.disconnect());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tellAll, { signal });
  addEventListener('load', tellAll, { signal });
  document.addEventListener('transitionend', faded, { signal });
});

/**
 * Tells `reader` whenever `class`, `style`, `data-theme` or `lang` of html or body change, the
 * system's scheme changes, the page's style sheets have come, or a fade of the text colour
 * around the element has ended. One observer serves all. Returns the function that ends it.
 */
export function watchHost(reader: HostReader): () => void {
  const unwatch = watch(reader);
  // Some routers replace the body; observing one node twice is the same as once.
  for (const node of [document.documentElement, document.body as HTMLElement | null]) {
    if (node) observer.observe(node, { attributeFilter: ['class', 'style', 'data-theme', 'lang'] });
  }
  return unwatch;
}
