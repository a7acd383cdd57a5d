import { moved, type Place } from './place.js';
import { sharedWatch } from './shared-watch.js';

// Kept while nobody listens: a canonical that a router left behind stays known as such.
let place: Place | null = null;

/** Where the document stands now. */
export function currentPlace(): Place {
  const link = document.querySelector<HTMLLinkElement>('link[rel~="canonical" i]');
  place = moved(place, { address: location.href.split('#', 1)[0]!, canonical: link?.href || null });
  return place;
}

/**
 * Calls `listener` when a router has moved the address, or the canonical has changed. Returns
 * the function that ends it; with the last listener nothing of ours is left in the page.
 */
export const watchPlace = sharedWatch<() => void>((listeners, signal) => {
  const look = () => {
    const before = place;
    if (currentPlace() !== before) [...listeners].forEach((listener) => listener());
  };
  currentPlace();
  const observer = new MutationObserver(look);
  observer.observe(document.head, { childList: true, subtree: true, attributeFilter: ['href', 'rel'] });
  signal.addEventListener('abort', () => observer.disconnect());
  watchHistory(look, signal);
});

function watchHistory(called: () => void, signal: AbortSignal): void {
  if (typeof navigation === 'object') {
    navigation.addEventListener('currententrychange', called, { signal });
    return;
  }
  addEventListener('popstate', called, { signal });
  wrap('pushState', called, signal);
  wrap('replaceState', called, signal);
}

/** Without the Navigation API nothing tells of `pushState` but the call itself. */
function wrap(name: 'pushState' | 'replaceState', called: () => void, signal: AbortSignal): void {
  const original = Reflect.get(history, name) as History['pushState'];
  const wrapped: typeof original = function (this: History, ...args) {
    original.apply(this, args);
    if (!signal.aborted) called();
  };
  history[name] = wrapped;
  signal.addEventListener('abort', () => {
    // Somebody who wrapped ours in turn would lose his: then it stays, and only passes on.
    if (history[name] === wrapped) history[name] = original;
  });
}
