import { moved, type Place } from './place.js';

const listeners = new Set<() => void>();
// Kept while nobody listens: a canonical that a router left behind stays known as such.
let place: Place | null = null;
let end: (() => void) | undefined;

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
export function watchPlace(listener: () => void): () => void {
  listeners.add(listener);
  if (end === undefined) {
    currentPlace();
    end = begin();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    end?.();
    end = undefined;
  };
}

function tell(): void {
  const before = place;
  if (currentPlace() !== before) [...listeners].forEach((listener) => listener());
}

function begin(): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.head, { childList: true, subtree: true, attributeFilter: ['href', 'rel'] });
  const endHistory = watchHistory();
  return () => {
    observer.disconnect();
    endHistory();
  };
}

function watchHistory(): () => void {
  if (typeof navigation === 'object') {
    navigation.addEventListener('currententrychange', tell);
    return () => navigation.removeEventListener('currententrychange', tell);
  }
  addEventListener('popstate', tell);
  const restore = (['pushState', 'replaceState'] as const).map(wrap);
  return () => {
    removeEventListener('popstate', tell);
    restore.forEach((undo) => undo());
  };
}

/** Without the Navigation API nothing tells of `pushState` but the call itself. */
function wrap(name: 'pushState' | 'replaceState'): () => void {
  const original = Reflect.get(history, name) as History['pushState'];
  let isWatching = true;
  const wrapped: typeof original = function (this: History, ...args) {
    original.apply(this, args);
    if (isWatching) tell();
  };
  history[name] = wrapped;
  return () => {
    isWatching = false;
    // Somebody who wrapped ours in turn would lose his: then it stays, and only passes on.
    if (history[name] === wrapped) history[name] = original;
  };
}
