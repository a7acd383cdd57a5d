const listeners = new Set<() => void>();
let script: HTMLScriptElement | null = null;
let isEnded = false;

function tell(): void {
  [...listeners].forEach((listener) => listener());
}

/** The script tag that brought the elements, where one did: what it says stands for elements that say nothing. */
export const embedding = {
  /** Whether the elements have been told to leave the network alone. */
  get isEnded(): boolean {
    return isEnded;
  },

  /** `data-site` of the script. */
  get site(): string | undefined {
    return script?.dataset['site'];
  },

  /** `data-page` of the script. */
  get page(): string | undefined {
    return script?.dataset['page'];
  },

  /** `data-server` of the script, else where it came from; for elements of a bundle of the site's own, the site. */
  get server(): string {
    return script?.dataset['server'] || (script ? new URL(script.src).origin : location.origin);
  },

  /** Takes the script that brought the elements; after `end`, lets them connect again. */
  begin(from: HTMLScriptElement | null): void {
    script = from;
    isEnded = false;
    tell();
  },

  /** Has all elements leave their pages, and keep what they show. */
  end(): void {
    isEnded = true;
    tell();
  },

  /** Calls `listener` after each beginning and end. Returns the function that ends that. */
  watch(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
