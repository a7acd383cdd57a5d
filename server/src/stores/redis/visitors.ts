import { LIMITS } from '@huzzah/protocol';
import { erasedOf, keptOfErased } from '../../core/first-reply.js';
import type { Erased, VisitorOutcome, VisitorRecord, VisitorWrite } from '../../core/records.js';
import type { Claims } from './claims.js';
import { commentKeys, committedOf, printOf } from './comment-writes.js';
import type { Connections } from './connections.js';
import { Jobs } from './jobs.js';
import { memberKey, PageKeys, STORE_KEYS, VisitorKeys, type Key } from './keys.js';
import type { RedisCommand, Reply } from './lane.js';
import { recordOf, refOf } from './page-record.js';
import { fieldOf } from './page-reads.js';
import type { PageScripts } from './page-scripts.js';
import type { ScriptName } from './scripts.js';
import { packId, packVisitor, unpackVisitor } from './short-ids.js';

/** Pages that are asked at once. */
const PAGES = 50;
/** Comments of one visitor that one step takes up on a page: some ms of a Redis that does nothing else meanwhile. */
export const STEP = 200;
/** An entry of an index: a flag, and the id of a page. */
const ENTRY = 10;

/** A page on which a visitor holds something. */
export interface HeldPage {
  readonly keys: PageKeys;
  readonly hasPosted: boolean;
}

/** What is known of a visitor. */
interface Found {
  readonly name: string | null;
  readonly pages: HeldPage[];
  /** Whose member he is. */
  readonly member: string | null;
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
  readonly #jobs: Jobs;

  constructor({ connections, claims, scripts }: VisitorsOptions) {
    this.#connections = connections;
    this.#claims = claims;
    this.#scripts = scripts;
    this.#jobs = new Jobs(connections, STORE_KEYS.erasures);
  }

  async read(site: string, visitorId: string): Promise<VisitorRecord | null> {
    const { name, pages, member } = await this.#find(site, visitorId);
    if (name === null && pages.length === 0 && member === null) return null;
    const isPublished = await this.#isPublished(visitorId, pages);
    return { name, isPublished, ...(member !== null && { isMember: true }) };
  }

  /** Where he holds something, or held. */
  async pages(site: string, visitorId: string): Promise<HeldPage[]> {
    return (await this.#find(site, visitorId)).pages;
  }

  async rename(site: string, visitorId: string, name: string): Promise<void> {
    await this.#connections.set('SET', new VisitorKeys(site, packVisitor(visitorId)).name, [name], () => undefined);
  }

  async write(write: VisitorWrite): Promise<VisitorOutcome> {
    const kept = await this.#keptOfGuest(write);
    if (kept !== null) return { status: 'repeated', erased: erasedOf(kept) };
    return write.name === null ? this.#erase(write) : this.#rename(write, write.name);
  }

  /** Takes up the erasures that nobody has ended. */
  async resume(now: number): Promise<void> {
    for (const job of await this.#jobs.due(now)) {
      const at = job.indexOf(0);
      const [site, visitorId] = [job.toString('utf8', 0, at), unpackVisitor(job.subarray(at + 1))];
      const { pages, member } = await this.#find(site, visitorId);
      const { name } = new VisitorKeys(site, packVisitor(visitorId));
      await this.#connections.set('DEL', name, [], () => undefined);
      await this.#disown(site, visitorId, member);
      await this.#erasePages(visitorId, pages);
      await this.leave(site, visitorId, pages, null);
      await this.#jobs.end(job);
    }
  }

  /** The visitor holds nothing on these pages any more; by a command, which is known from now on. */
  async leave(site: string, visitorId: string, pages: readonly HeldPage[], erasure: Erasure | null): Promise<void> {
    const visitor = packVisitor(visitorId);
    const keys = new VisitorKeys(site, visitor);
    const ids = Buffer.concat(pages.map((page) => page.keys.bytes));
    await this.#connections.write(
      'erase-end',
      [erasure === null ? keys.bucket : keys.command(packId(erasure.write.commandId)), keys.bucket, keys.pages],
      [erasure === null ? '' : known(erasure), LIMITS.commentCommandMemoryMs, visitor, ids],
      () => undefined,
    );
  }

  /** Lets go of what is under the key, where that is what it holds. */
  release(key: Key, held: Buffer | string): Promise<void> {
    return this.#connections.write('release', [key], [held], () => undefined);
  }

  /** What is kept with the command where a guest has given it who has become this member; `null` where none has. */
  async #keptOfGuest({ site, visitorId, commandId, fingerprint }: VisitorWrite): Promise<string | null> {
    const { former } = new VisitorKeys(site, packVisitor(visitorId));
    const guests = await this.#connections.read('SMEMBERS', former, [], (reply) => [...(reply as Buffer[])]);
    const keys = guests.map((guest) => new VisitorKeys(site, guest).command(packId(commandId)));
    const asked = keys.map((key) => this.#connections.read('GET', key, [], (known) => String(known).split(' ')));
    const known = (await Promise.all(asked)).find(([print]) => print === printOf(fingerprint));
    return known === undefined ? null : (known[1] ?? '');
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
    if (!write.onlyIfKnown) await this.#jobs.begin(job, this.#scripts.now());
    const all = [keys.command(packId(commandId)), keys.bucket, keys.pages, keys.name, keys.member];
    const [status, entries, member] = (await this.#ask('erase-begin', write, all, [visitor])) as Begun;
    if (String(status) !== 'applied') return outcomeOf(String(status), erasedOf(String(entries ?? '')));
    const pages = pagesIn(entries!);
    await this.#disown(site, visitorId, member?.toString() ?? null);
    const erased = await this.#erasePages(visitorId, pages);
    await this.leave(site, visitorId, pages, { write, erased });
    await this.#jobs.end(job);
    return { status: 'applied', erased };
  }

  /** The visitor is no member any more; the member first, for by the visitor he is found. */
  async #disown(site: string, visitorId: string, member: string | null): Promise<void> {
    if (member === null) return;
    const visitor = packVisitor(visitorId);
    await this.release(memberKey(site, member), visitor);
    await this.release(new VisitorKeys(site, visitor).member, member);
  }

  /** Sends it once more where what its command was for before was never done. */
  async #ask(name: ScriptName, write: VisitorWrite, keys: readonly Key[], args: RedisCommand): Promise<Reply[]> {
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

  async #erasePages(visitorId: string, pages: readonly HeldPage[]): Promise<Erased> {
    const erased = { ...NOTHING };
    await eachOf(pages, async ({ keys }) => {
      const gone = await this.#erasePage(visitorId, keys);
      for (const name of Object.keys(NOTHING) as (keyof Erased)[]) erased[name] += gone[name];
    });
    return erased;
  }

  async #erasePage(visitorId: string, page: PageKeys): Promise<Erased> {
    const erased = { ...NOTHING };
    const visitor = packVisitor(visitorId);
    const keys = [...commentKeys(page), page.votes(visitor), page.flags];
    await this.#scripts.runInSteps('erase-page', page, visitor, keys, [STEP], (reply) => {
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
      const isChanged = reactions > 0 || changes.length > 0 || voted.length > 0;
      return {
        isMore: String(more) === '1',
        committed: isChanged ? { ref: refOf(text), ...committedOf(recordOf(text), changes, voted) } : null,
      };
    });
    return erased;
  }

  #find(site: string, visitorId: string): Promise<Found> {
    const visitor = packVisitor(visitorId);
    const keys = new VisitorKeys(site, visitor);
    return this.#connections.query('visitor', [keys.bucket, keys.pages, keys.name, keys.member], [visitor], (reply) => {
      const [name, entries, member] = reply as [Buffer | null, Buffer, Buffer | null];
      return { name: name?.toString() ?? null, pages: pagesIn(entries), member: member?.toString() ?? null };
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

/** An erasure that has come to its end. */
interface Erasure {
  readonly write: VisitorWrite;
  readonly erased: Erased;
}

/** As it is known. */
function known({ write, erased }: Erasure): string {
  return `${printOf(write.fingerprint)} ${keptOfErased(erased)}`;
}

type Begun = [status: Buffer, entries?: Buffer, member?: Buffer | null];

const NOTHING: Erased = { comments: 0, reactions: 0, votes: 0, flags: 0 };
const STATUSES = ['applied', 'repeated', 'unknown'];

function outcomeOf(status: string, erased: Erased): VisitorOutcome {
  if (status === 'applied' || status === 'repeated') return { status, erased };
  return { status: status === 'unknown' ? 'unknown' : 'conflict' };
}

/** Does it with all pages, so many at once. */
export async function eachOf(pages: readonly HeldPage[], act: (page: HeldPage) => Promise<void>): Promise<void> {
  for (let at = 0; at < pages.length; at += PAGES) await Promise.all(pages.slice(at, at + PAGES).map(act));
}

/** The pages as entries of an index. */
export function entriesOf(pages: readonly HeldPage[]): Buffer {
  return Buffer.concat(pages.flatMap(({ keys, hasPosted }) => [Buffer.from(hasPosted ? 'p' : 'm'), keys.bytes]));
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
