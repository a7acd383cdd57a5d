import type { CommitListener, Store } from '../core/ports.js';

/** Where a store of the driver under test lives: a file, a server, a piece of memory; empty at first. */
export interface StorePlace {
  /** Opens the store that is here, which tells of its commits. Two are never open at once. */
  open(onCommit: CommitListener): Promise<Store>;
  /** Whether what one store acknowledged is there for the next one that is opened here. */
  readonly isKept: boolean;
  /**
   * Makes the open store unable to write, truly, until the function that it resolves with is
   * called. Left out where nothing can.
   */
  stall?(): Promise<() => Promise<void>>;
  /** Called at the end, with the store closed. */
  remove(): Promise<void>;
}
