import type { CommandInputs, CommandName, CommandResults, Site, Visitor, WireError } from '@huzzah/protocol';

/** What pages and their parts need of the connection. */
export interface PageConnection {
  readonly stage: 'connecting' | 'up' | 'down' | 'offline' | 'refused';
  readonly refusal: WireError | null;
  /** Why nothing goes over it any more; `null` while it may. */
  readonly ended: Error | null;
  readonly site: Site | null;
  readonly visitor: Visitor | null;
  /** How far this device's clock is ahead of the server's, in ms. */
  readonly clockSkewMs: number;
  /** The prefix of what is stored for this server and site. */
  readonly storageName: string;
  /** Rejects with a HuzzahRefusal, or with anything else where the reply was lost. */
  request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]>;
  /** Something is being sent that must stay this visitor's. */
  keepIdentity(): void;
  /** Connects, if not yet: a page has its first subscriber or wish. */
  open(): void;
}
