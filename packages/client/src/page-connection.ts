import type { CommandInputs, CommandName, CommandResults, Site, Visitor, WireError } from '@huzzah/protocol';
import type { PagePulse } from '@huzzah/protocol';

/** What a page joins over. */
export interface Seat {
  readonly stage: 'connecting' | 'up' | 'down' | 'offline' | 'refused';
  /** Rejects with a HuzzahRefusal, or with anything else where the reply was lost. */
  request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]>;
}

/** What joins over a {@link Seat}. */
export interface Sitter {
  /** The page's key. */
  readonly key: string;
  /** Over what it joins; `null` while it waits for a place, or nobody looks. */
  readonly seat: Seat | null;
  /** It joins over this from now on. */
  seatedAt(seat: Seat | null): void;
  connectionChanged(): void;
  heard(pulse: PagePulse): void;
}

/** What pages and their parts need of the connection. */
export interface PageConnection extends Seat {
  readonly refusal: WireError | null;
  /** Why nothing goes over it any more; `null` while it may. */
  readonly ended: Error | null;
  readonly site: Site | null;
  readonly visitor: Visitor | null;
  /** How far this device's clock is ahead of the server's, in ms. */
  readonly clockSkewMs: number;
  /** The prefix of what is stored for this server and site. */
  readonly storageName: string;
  /** Something is being sent that must stay this visitor's. */
  keepIdentity(): void;
  /** Connects, if not yet: a page has its first subscriber or wish. */
  open(): void;
  /** Gives the page a place to join over, at once or soon: a connection has room for so many. */
  seat(page: Sitter): void;
  /** The page has left; its place is another's. */
  unseat(page: Sitter): void;
}
