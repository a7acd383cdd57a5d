/** Somebody who reads the look or the language of the page around an element. */
export interface HostReader {
  readonly element: Element;
  /** Something that looks or language may depend on has changed: read again. */
  hostChanged(): void;
}

const readers = new Set<HostReader>();
let end: (() => void) | undefined;
let observer: MutationObserver | undefined;

/**
 * Tells `reader` whenever `class`, `style`, `data-theme` or `lang` of html or body change, the
 * system's scheme changes, the page's style sheets have come, or a fade of the text colour
 * around the element has ended. One observer serves all. Returns the function that ends it.
 */
export function watchHost(reader: HostReader): () => void {
  end ??= begin();
  // Some routers replace the body; observing one node twice is the same as once.
  for (const node of [document.documentElement, document.body as HTMLElement | null]) {
    if (node) observer?.observe(node, { attributeFilter: ['class', 'style', 'data-theme', 'lang'] });
  }
  readers.add(reader);
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    end?.();
    end = undefined;
  };
}

function begin(): () => void {
  const tellAll = () => [...readers].forEach((reader) => reader.hostChanged());
  const faded = ({ target, propertyName }: TransitionEvent) => {
    if (propertyName !== 'color' || !(target instanceof Element)) return;
    const isAll = target === document.documentElement || target === document.body;
    for (const reader of [...readers]) if (isAll || target.contains(reader.element)) reader.hostChanged();
  };
  const system = matchMedia('(prefers-color-scheme: dark)');
  observer = new MutationObserver(tellAll);
  system.addEventListener('change', tellAll);
  addEventListener('load', tellAll);
  document.addEventListener('transitionend', faded);
  return () => {
    observer?.disconnect();
    system.removeEventListener('change', tellAll);
    removeEventListener('load', tellAll);
    document.removeEventListener('transitionend', faded);
  };
}
