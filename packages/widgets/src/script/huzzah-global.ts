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
