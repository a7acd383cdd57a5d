import type { Connections } from './connections.js';
import { PageKeys, VisitorKeys } from './keys.js';
import { timeOf, type ScriptCommand } from './script-command.js';
import { packId, packVisitor } from './short-ids.js';

/** A claim is this letter, the id of a page and what the command asks for; what is anything else was done. */
const CLAIM = 'c';
const PAGE_ID = 9;

/**
 * In a cluster a page and its visitor are on two masters. So a command is first claimed for its
 * page, where the visitor is, and then done, where the page is: two pages that are given the same
 * command meet there. A claim without a deed, for what was refused, gives way.
 */
export class Claims {
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** Resolves with whether the command may be done on its page, as far as others know. */
  async take(command: ScriptCommand): Promise<boolean> {
    const { ref, visitorId, commandId, content, holds, onlyIfKnown } = command;
    const visitor = packVisitor(visitorId);
    const keys = new VisitorKeys(ref.site, visitor);
    const page = PageKeys.of(ref);
    const flag = holds === null ? '' : holds === 'comment' ? 'p' : 'm';
    const ask = (isFree: boolean) =>
      this.#connections.write(
        'claim',
        [keys.command(packId(commandId)), keys.bucket, keys.pages],
        [visitor, page.bytes, content, timeOf(command), flag, onlyIfKnown ? 1 : 0, isFree ? 1 : 0],
        (reply) => reply as Buffer,
      );
    const other = await ask(false);
    if (other.length === 0) return true;
    if (other.subarray(1, 1 + PAGE_ID).equals(page.bytes) && isClaim(other)) return true;
    if (!(await this.isIdle(other, visitorId, commandId))) return false;
    await ask(true);
    return true;
  }

  /** Whether this is a claim, and nothing was done by it. */
  async isIdle(known: Buffer, visitorId: string, commandId: string): Promise<boolean> {
    if (!isClaim(known)) return false;
    const page = new PageKeys(known.subarray(1, 1 + PAGE_ID).toString('base64url'));
    const key = page.command(packVisitor(visitorId), packId(commandId));
    return this.#connections.read('GET', key, [], (reply) => reply === null);
  }
}

function isClaim(known: Buffer): boolean {
  return known.toString('latin1', 0, 1) === CLAIM && known.length > PAGE_ID;
}
