import { LIMITS } from '@huzzah/protocol';
import type { PageRef, VisitorOutcome, VisitorRecord, VisitorWrite } from '../../core/records.js';
import type { Claims } from './claims.js';
import { commentKeys, committedOf, printOf } from './comment-writes.js';
import type { Connections } from './connections.js';
import { PageKeys, STORE_KEYS, VisitorKeys } from './keys.js';
import { RUN_ID, type RedisCommand, type Reply } from './lane.js';
import { recordOf, refOf } from './page-record.js';
import { fieldOf } from './page-reads.js';
import type { PageScripts } from './page-scripts.js';
import type { ScriptName } from './scripts.js';
import { packId, packVisitor, unpackVisitor } from './short-ids.js';

/** Pages that are asked at once. */
const PAGES = 50;
/** Comments of one visitor that one step erases on a page: some ms of a Redis that does nothing else meanwhile. */
const STEP = 200;
/** After which an erasure that was begun is taken up by whoever looks, in ms. */
const ABANDONED_MS = 30_000;
/** An entry of an index: a flag, and the id of a page. */
const ENTRY = 10;

type Erased = Extract<VisitorOutcome, { erased: unknown }>['erased'];

/** A page on which a visitor holds something. */
export interface HeldPage {
  readonly keys: PageKeys;
  readonly hasPosted: boolean;
}

interface VisitorsOptions {
  readonly connections: Connections;
  readonly claims: Claims;
  readonly scripts: PageScripts;
}

/** Who visitors are; names them and erases them. */
export class Visitors {
  readonly #connections: Connections;
  readonly #claims: Claims;
  readonly #scripts: PageScripts;

  constructor({ connections, claims, scripts }: VisitorsOptions) {
    this.#connections = connections;
    this.#claims = claims;
    this.#scripts = scripts;
  }

  async read(site: string, visitorId: string): Promise<VisitorRecord | null> {
    const { name, pages } = await this.#find(site, visitorId);
    if (name === null && pages.length === 0) return null;
    return { name, isPublished: await this.#isPublished(visitorId, pages) };
  }

  /** Where he holds something, or held. */
  async pages(site: string, visitorId: string): Promise<HeldPage[]> {
    return (await this.#find(site, visitorId)).pages;
  }

  async rename(site: string, visitorId: string, name: string): Promise<void> {
    await this.#connections.set('SET', new VisitorKeys(site, packVisitor(visitorId)).name, [name], () => undefined);
  }

  write(write: VisitorWrite): Promise<VisitorOutcome> {
    return write.name === null ? this.#erase(write) : this.#rename(write, write.name);
  }

  /** Takes up the erasures that nobody has ended. */
  async resume(now: number): Promise<void> {
    const due = await this.#connections.read('ZRANGE', STORE_KEYS.erasures, ['-inf', now, 'BYSCORE'], (reply) =>
      (reply as Buffer[]).map((member) => member),
    );
    for (const member of due) {
      const at = member.indexOf(0);
      const [site, visitorId] = [member.toString('utf8', 0, at), unpackVisitor(member.subarray(at + 1))];
      const pages = await this.pages(site, visitorId);
      const { name } = new VisitorKeys(site, packVisitor(visitorId));
      await this.#connections.set('DEL', name, [], () => undefined);
      await this.#erasePages(visitorId, pages);
      await this.#end(site, visitorId, pages, null);
    }
  }

  async #rename(write: VisitorWrite, name: string): Promise<VisitorOutcome> {
    const { site, visitorId } = write;
    const keys = new VisitorKeys(site, packVisitor(visitorId));
    const reply = await this.#ask('name', write, [keys.command(packId(write.commandId)), keys.name], [name]);
    return outcomeOf(String(reply[0]), NOTHING);
  }

  async #erase(write: VisitorWrite): Promise<VisitorOutcome> {
    const { site, visitorId, commandId } = write;
    const visitor = packVisitor(visitorId);
    const keys = new VisitorKeys(site, visitor);
    const job = Buffer.concat([Buffer.from(`${site}\0`), visitor]);
    if (!write.onlyIfKnown) {
      const until = Math.trunc(this.#scripts.now()) + ABANDONED_MS;
      await this.#connections.set('ZADD', STORE_KEYS.erasures, [until, job], () => undefined);
    }
    const all = [keys.command(packId(commandId)), keys.bucket, keys.pages, keys.name];
    const [status, entries] = (await this.#ask('erase-begin', write, all, [visitor])) as [Buffer, Buffer?];
    if (entries === undefined) return outcomeOf(String(status), NOTHING);
    const pages = pagesIn(entries);
    const erased = await this.#erasePages(visitorId, pages);
    await this.#end(site, visitorId, pages, write);
    return { status: 'applied', erased };
  }

  /** Sends it once more where what its command was for before was never done. */
  async #ask(
    name: ScriptName,
    write: VisitorWrite,
    keys: Buffer[] | (string | Buffer)[],
    args: RedisCommand,
  ): Promise<Reply[]> {
    const { visitorId, commandId, fingerprint, onlyIfKnown } = write;
    const ask = (isFree: boolean) =>
      this.#connections.write(
        name,
        keys,
        [printOf(fingerprint), LIMITS.commentCommandMemoryMs, onlyIfKnown ? 1 : 0, isFree ? 1 : 0, ...args],
        (reply) => (Array.isArray(reply) ? reply : [reply]),
      );
    const reply = await ask(false);
    const [status] = reply as [Buffer];
    if (STATUSES.includes(String(status))) return reply;
    return (await this.#claims.isIdle(status, visitorId, commandId)) ? ask(true) : [Buffer.from('conflict')];
  }

  async #end(site: string, visitorId: string, pages: readonly HeldPage[], write: VisitorWrite | null): Promise<void> {
    const visitor = packVisitor(visitorId);
    const keys = new VisitorKeys(site, visitor);
    const ids = Buffer.concat(pages.map((page) => page.keys.bytes));
    await this.#connections.write(
      'erase-end',
      [write === null ? keys.bucket : keys.command(packId(write.commandId)), keys.bucket, keys.pages],
      [write === null ? '' : printOf(write.fingerprint), LIMITS.commentCommandMemoryMs, visitor, ids],
      () => undefined,
    );
    const job = Buffer.concat([Buffer.from(`${site}\0`), visitor]);
    await this.#connections.set('ZREM', STORE_KEYS.erasures, [job], () => undefined);
  }

  async #erasePages(visitorId: string, pages: readonly HeldPage[]): Promise<Erased> {
    const erased = { ...NOTHING };
    for (let at = 0; at < pages.length; at += PAGES) {
      const parts = pages.slice(at, at + PAGES).map(({ keys }) => this.#erasePage(visitorId, keys));
      for (const gone of await Promise.all(parts)) {
        for (const name of Object.keys(NOTHING) as (keyof Erased)[]) erased[name] += gone[name];
      }
    }
    return erased;
  }

  async #erasePage(visitorId: string, page: PageKeys): Promise<Erased> {
    const erased = { ...NOTHING };
    const visitor = packVisitor(visitorId);
    const idle = [page.page, page.page, page.page];
    const keys = [page.page, page.own, ...idle, ...commentKeys(page), page.votes(visitor), page.flags];
    for (let isMore = true; isMore;) {
      const now = this.#scripts.now();
      const args: RedisCommand = [this.#connections.epoch, RUN_ID, '', '', page.bytes, now, visitor, '', 0, 0, 0, STEP];
      isMore = await this.#connections.write('erase-page', keys, args, (reply) => {
        const [comments, reactions, votes, flags, more, text, changes, voted] = reply as [
          number,
          number,
          number,
          number,
          Buffer,
          Buffer,
          Reply[],
          Reply[],
        ];
        erased.comments += comments;
        erased.reactions += reactions;
        erased.votes += votes;
        erased.flags += flags;
        const ref: PageRef = refOf(text);
        const isChanged = reactions > 0 || changes.length > 0 || voted.length > 0;
        if (isChanged) this.#scripts.tell({ ref, ...committedOf(recordOf(text), changes, voted) });
        return String(more) === '1';
      });
    }
    return erased;
  }

  #find(site: string, visitorId: string): Promise<{ readonly name: string | null; readonly pages: HeldPage[] }> {
    const visitor = packVisitor(visitorId);
    const keys = new VisitorKeys(site, visitor);
    return this.#connections.query('visitor', [keys.bucket, keys.pages, keys.name], [visitor], (reply) => {
      const [name, entries] = reply as [Buffer | null, Buffer];
      return { name: name?.toString() ?? null, pages: pagesIn(entries) };
    });
  }

  async #isPublished(visitorId: string, pages: readonly HeldPage[]): Promise<boolean> {
    const posted = pages.filter(({ hasPosted }) => hasPosted);
    const field = fieldOf(packVisitor(visitorId));
    for (let at = 0; at < posted.length; at += PAGES) {
      const asked = posted
        .slice(at, at + PAGES)
        .map(({ keys }) => this.#connections.query('published', [keys.own, keys.comments], [field], (is) => is === 1));
      if ((await Promise.all(asked)).includes(true)) return true;
    }
    return false;
  }
}

const NOTHING: Erased = { comments: 0, reactions: 0, votes: 0, flags: 0 };
const STATUSES = ['applied', 'repeated', 'unknown'];

function outcomeOf(status: string, erased: Erased): VisitorOutcome {
  if (status === 'applied' || status === 'repeated') return { status, erased };
  return { status: status === 'unknown' ? 'unknown' : 'conflict' };
}

function pagesIn(entries: Buffer): HeldPage[] {
  return Array.from({ length: entries.length / ENTRY }, (_, index) => {
    const entry = entries.subarray(index * ENTRY, (index + 1) * ENTRY);
    return {
      keys: new PageKeys(entry.subarray(1).toString('base64url')),
      hasPosted: entry.toString('latin1', 0, 1) === 'p',
    };
  });
}
