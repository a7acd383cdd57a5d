import { load } from '../load.js';
import type { Writer } from './writer.js';

/** Loads what writes. Apart from what reads, for most readers write nothing. */
export function loadWriter(): Promise<{ readonly Writer: typeof Writer }> {
  return load(() => import('./writer.js'));
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
