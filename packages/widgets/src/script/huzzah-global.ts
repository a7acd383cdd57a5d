import type { SignOnSource } from '@huzzah/client';

/** What `embed.js` leaves in the window. */
export interface HuzzahGlobal {
  /** The version of the widgets. */
  readonly version: string;
  /**
   * Resolves once the document is parsed and all elements that it then has are alive; rejects
   * where their code could not be had within a minute.
   */
  readonly ready: Promise<void>;
  /**
   * Says who the reader is to the site, as its sign-on: a token, or a function that gets one, which is called
   * again when that has ended; `null` signs out. He becomes a member in place, and keeps what he wrote.
   */
  identify(source: SignOnSource): void;
  /**
   * Ends all connections and looks for no more elements; those in the page keep what they
   * show. Loading the script again brings them back.
   */
  destroy(): void;
}

declare global {
  interface Window {
    huzzah?: HuzzahGlobal;
  }
}
