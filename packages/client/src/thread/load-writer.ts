import { backoff } from '../backoff.js';
import type { Writer } from './writer.js';

/**
 * Loads what writes. Apart from what reads, for most readers write nothing; until it is there,
 * however long that takes.
 */
export async function loadWriter(): Promise<{ readonly Writer: typeof Writer }> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await import('./writer.js');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, backoff(failures)));
    }
  }
}

/** Whether this browser keeps anything for the server and site of this name, as far as it tells. Makes nothing. */
export async function isAnythingKept(name: string): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some((database) => database.name === name);
  } catch {
    // Firefox before 126 does not say; where there is none, nothing is kept.
    return typeof indexedDB !== 'undefined';
  }
}
