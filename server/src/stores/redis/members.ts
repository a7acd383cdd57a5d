import { LIMITS } from '@huzzah/protocol';
import type { MemberWrite } from '../../core/records.js';
import { commentKeys, committedOf } from './comment-writes.js';
import type { Connections } from './connections.js';
import { Jobs } from './jobs.js';
import { memberKey, STORE_KEYS, VisitorKeys, type PageKeys } from './keys.js';
import type { Reply } from './lane.js';
import { recordOf, refOf } from './page-record.js';
import type { PageScripts } from './page-scripts.js';
import { packVisitor, unpackVisitor } from './short-ids.js';
import { entriesOf, eachOf, STEP, type Visitors } from './visitors.js';

interface MembersOptions {
  readonly connections: Connections;
  readonly scripts: PageScripts;
  readonly visitors: Visitors;
}

/**
 * Signs members on. A guest is claimed by his member before anything else, and so by one alone, and
 * let go once all that he held is the member's; where he is the member there is nothing to let go.
 */
export class Members {
  readonly #connections: Connections;
  readonly #scripts: PageScripts;
  readonly #visitors: Visitors;
  readonly #jobs: Jobs;

  constructor({ connections, scripts, visitors }: MembersOptions) {
    this.#connections = connections;
    this.#scripts = scripts;
    this.#visitors = visitors;
    this.#jobs = new Jobs(connections, STORE_KEYS.merges);
  }

  async signOn({ site, member, name, guestId, freshId }: MemberWrite): Promise<string> {
    const known = await this.#idOf(site, member);
    const guest = guestId === known ? null : guestId;
    const job = JSON.stringify([site, member, guest]);
    if (guest !== null) await this.#jobs.begin(job, this.#scripts.now());
    const isOurs = guest !== null && (await this.#claim(site, member, guest));
    const id = known ?? (await this.#idOf(site, member, isOurs ? guest : freshId))!;
    const keys = new VisitorKeys(site, packVisitor(id));
    await this.#connections.set('MSET', keys.member, [member, keys.name, name], () => undefined);
    if (isOurs && id !== guest) await this.#merge(site, member, guest, id);
    if (guest !== null) await this.#jobs.end(job);
    return id;
  }

  /** Takes up what nobody has ended. */
  async resume(now: number): Promise<void> {
    for (const job of await this.#jobs.due(now)) {
      const [site, member, guest] = JSON.parse(job.toString()) as [string, string, string];
      const id = await this.#idOf(site, member);
      // Its node has ended before anybody was the member.
      if (id === null) await this.#visitors.release(new VisitorKeys(site, packVisitor(guest)).member, member);
      else if (id !== guest && (await this.#claim(site, member, guest))) await this.#merge(site, member, guest, id);
      await this.#jobs.end(job.toString());
    }
  }

  /** The visitor that the member is; from now on this one, where he is none yet. */
  #idOf(site: string, member: string, id?: string): Promise<string | null> {
    const args = [id === undefined ? '' : packVisitor(id)];
    return this.#connections.write('member', [memberKey(site, member)], args, (reply) => {
      const visitor = reply as Buffer;
      return visitor.length === 0 ? null : unpackVisitor(visitor);
    });
  }

  /** Whether the guest is this member's from now on, or was before: no other's. */
  #claim(site: string, member: string, guest: string): Promise<boolean> {
    const key = new VisitorKeys(site, packVisitor(guest)).member;
    return this.#connections.set('SET', key, [member, 'NX', 'GET'], (by) => by === null || String(by) === member);
  }

  async #merge(site: string, member: string, from: string, to: string): Promise<void> {
    const pages = await this.#visitors.pages(site, from);
    const [guest, visitor] = [packVisitor(from), packVisitor(to)];
    const [theirs, own] = [new VisitorKeys(site, guest), new VisitorKeys(site, visitor)];
    const args = [visitor, entriesOf(pages), guest, LIMITS.commentCommandMemoryMs];
    await this.#connections.write('adopt', [own.bucket, own.pages, own.former], args, () => undefined);
    await eachOf(pages, ({ keys }) => this.#mergePage(keys, theirs.commands, from, to));
    await this.#visitors.leave(site, from, pages, null);
    await this.#connections.set('DEL', theirs.name, [], () => undefined);
    await this.#visitors.release(theirs.member, member);
  }

  #mergePage(page: PageKeys, commands: string, from: string, to: string): Promise<void> {
    const [guest, member] = [packVisitor(from), packVisitor(to)];
    const keys = [...commentKeys(page), page.votes(guest), page.votes(member), page.flags, page.former(member)];
    const known = [this.#scripts.isCluster ? page.commands : commands, LIMITS.commentCommandMemoryMs];
    return this.#scripts.runInSteps('merge-page', page, guest, keys, [member, STEP, ...known], (reply) => {
      const [more, isChanged, text, changes, voted] = reply as [Buffer, Buffer, Buffer, Reply[], Reply[]];
      return {
        isMore: String(more) === '1',
        committed:
          String(isChanged) === '1' ? { ref: refOf(text), ...committedOf(recordOf(text), changes, voted) } : null,
      };
    });
  }
}
