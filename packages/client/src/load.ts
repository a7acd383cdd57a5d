import { backoff } from './backoff.js';

/** Loads a part that is not needed by everybody: tries until it is there, however long that takes. */
export function load<Part>(part: () => Promise<Part>, failures = 1): Promise<Part> {
  return part().catch(() =>
    new Promise((resolve) => setTimeout(resolve, backoff(failures))).then(() => load(part, failures + 1)),
  );
}
