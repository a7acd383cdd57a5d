import type { CommandName, Comment } from '@huzzah/protocol';
import { ACCESS, DOOR } from '@huzzah/server';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { owner } from '../helpers/owner.js';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { HUZZAH_SSO_KEY, signOnFor } from '../helpers/sign-on.js';
import { soon } from '../helpers/soon.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { refusalOf, Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const env = { HUZZAH_STORE: 'sqlite:./data/huzzah.db', HUZZAH_SSO_KEY };
const file = {
  sites: {
    shop: { sso: { keys: [HUZZAH_SSO_KEY] }, origins: ['https://shop.example'] },
    held: { settings: { mode: 'premoderated' } },
  },
};
const COMMANDS = Object.keys(ACCESS) as CommandName[];
const ABOUT_OTHERS: readonly CommandName[] = ['comment.vote', 'comment.flag'];

/** What each command takes; those about a comment take its id. */
async function inputOf(name: CommandName, id: string): Promise<object> {
  const commandId = crypto.randomUUID();
  const inputs: Record<CommandName, object> = {
    'page.join': { page },
    'page.leave': { page },
    'reaction.set': { page, kind: 'wow', commandId },
    'comment.post': { page, body: 'A comment', commandId },
    'comment.edit': { page, id, body: 'Changed', commandId },
    'comment.remove': { page, id, commandId },
    'comment.restore': { page, id, commandId },
    'comment.vote': { page, id, value: 1, commandId },
    'comment.flag': { page, id, reason: 'spam', commandId },
    'comment.list': { page },
    'visitor.identify': { sso: await signOnFor('anna', 'Anna', { iat: later(), exp: later() + 60 }), commandId },
    'visitor.rename': { name: 'Ben', commandId },
    'visitor.export': {},
    'visitor.erase': { commandId },
  };
  return inputs[name];
}

/** How far the clock of the server at hand is ahead, in s. */
let ahead = 0;
const later = () => Math.floor(Date.now() / 1_000) + ahead;

async function outcomeOf(visitor: Visitor, name: CommandName, id: string): Promise<string> {
  const reply = await visitor.command(name, await inputOf(name, id));
  return reply.ok ? 'ok' : reply.error.code;
}

/** Each command by a new visitor, who has written before: what he may do is not of what another command left. */
async function outcomes(asked: (name: CommandName) => Promise<{ visitor: Visitor; id: string }>) {
  const found: Partial<Record<CommandName, string>> = {};
  for (const name of COMMANDS) {
    const { visitor, id } = await asked(name);
    found[name] = await outcomeOf(visitor, name, id);
    visitor.socket.disconnect();
  }
  return found;
}

const expected = (asker: keyof (typeof ACCESS)['page.join']['asks']) =>
  Object.fromEntries(COMMANDS.map((name) => [name, ACCESS[name].asks[asker]]));

/** An own comment for what is done to one's own, removed where it is to be restored. */
async function ownFor(visitor: Visitor, name: CommandName): Promise<string> {
  const { id } = await visitor.posted(page, 'My own');
  if (name === 'comment.restore') await visitor.act('comment.remove', page, id);
  return id;
}

describe('who may do what', () => {
  it('AU-10: each command, asked by a guest, a member, an outsider and on a locked page, is answered as the table says', async () => {
    const folder = temporaryFolder();
    const { url } = await startTestServer({ folder, env, file });
    const writer = await Visitor.connect(url);
    const other = await writer.posted(page, 'Of somebody else');
    const connect = async (isMember: boolean) =>
      Visitor.connect(url, isMember ? { sso: await signOnFor(crypto.randomUUID()) } : {});
    const asks = async (isMember: boolean) =>
      outcomes(async (name) => {
        const visitor = await connect(isMember);
        return { visitor, id: ABOUT_OTHERS.includes(name) ? other.id : await ownFor(visitor, name) };
      });
    expect(await asks(false)).toEqual(expected('guest'));
    expect(await asks(true)).toEqual(expected('member'));

    for (const [asker, setting] of [
      ['outsider', 'mode=members'],
      ['late', 'locked=true'],
    ] as const) {
      await owner(folder, 'site', 'set', 'default', '--unset', 'settings');
      const ready = new Map<CommandName, { visitor: Visitor; id: string }>();
      for (const name of COMMANDS) {
        const visitor = await connect(false);
        ready.set(name, { visitor, id: ABOUT_OTHERS.includes(name) ? other.id : await ownFor(visitor, name) });
      }
      await owner(folder, 'site', 'set', 'default', '--setting', setting);
      expect(await outcomes(async (name) => ready.get(name)!), asker).toEqual(expected(asker));
    }
  });

  it('AU-11: a comment that is another’s, held, missing or of another site is as the table says', async () => {
    const folder = temporaryFolder();
    const { url } = await startTestServer({ folder, env, file });
    const writer = await Visitor.connect(url);
    const shop = await Visitor.connect(url, { site: 'shop' });
    const elsewhere = await shop.posted(page, 'In the shop');
    await owner(folder, 'site', 'set', 'default', '--setting', 'mode=premoderated');
    const held = await writer.posted(page, 'Held');
    await owner(folder, 'site', 'set', 'default', '--unset', 'settings');
    expect(held.status).toBe('pending');
    const found: Record<string, unknown> = {};
    const table = COMMANDS.filter((name) => ACCESS[name].about);
    for (const name of table) {
      const visitor = await Visitor.connect(url);
      const others: Comment = await writer.posted(page, 'Published');
      const ids = { others: others.id, held: held.id, missing: crypto.randomUUID(), elsewhere: elsewhere.id };
      const row: Record<string, string> = { own: await outcomeOf(visitor, name, await ownFor(visitor, name)) };
      for (const [target, id] of Object.entries(ids)) row[target] = await outcomeOf(visitor, name, id);
      found[name] = row;
    }
    expect(found).toEqual(Object.fromEntries(table.map((name) => [name, ACCESS[name].about])));
    expect(table.length).toBe(5);
  });

  it('AU-12: one whose sign-on has ended, and what is shown at the door, is as the table says', async () => {
    const folder = temporaryFolder();
    const jump = join(folder, 'jump.cjs');
    writeFileSync(
      jump,
      `const { now } = Date; process.on('SIGUSR2', () => (Date.now = () => now() + 12 * 3_600_000));`,
    );
    writeFileSync(join(folder, 'huzzah.config.json'), JSON.stringify(file));
    const server = await SpawnedServer.start(folder, ['--port', '0', '--limits', 'off'], {
      ...env,
      NODE_OPTIONS: `--require=${jump}`,
    });
    const { url } = server;
    onTestFinished(() => void (ahead = 0));
    const other = await (await Visitor.connect(url)).posted(page, 'Of somebody else');
    const ready = new Map<CommandName, { visitor: Visitor; id: string }>();
    for (const name of COMMANDS) {
      const visitor = await Visitor.connect(url, { sso: await signOnFor('anna') });
      ready.set(name, { visitor, id: ABOUT_OTHERS.includes(name) ? other.id : await ownFor(visitor, name) });
    }
    const guest = await Visitor.connect(url);
    const shop = await Visitor.connect(url, { site: 'shop' });
    const signed = await Visitor.connect(url);
    const former = signed.session.token;
    const sso = await signOnFor('ben');
    await signed.command('visitor.identify', { sso, commandId: crypto.randomUUID() });
    const ended = signed.session.token;
    server.signal('SIGUSR2');
    ahead = 12 * 3_600;
    await vi.waitFor(async () => {
      expect(await signed.post(page, 'Late')).toMatchObject({ error: { code: 'unauthorized' } });
    }, soon);
    expect(await outcomes(async (name) => ready.get(name)!)).toEqual(expected('ended'));

    const { token } = guest.session;
    const now = { iat: later(), exp: later() + 60 };
    const shown: Record<keyof typeof DOOR, [auth: object, headers?: Record<string, string>]> = {
      'no token': [{}],
      'his token': [{ token }],
      'a token of another site': [{ token: shop.session.token }],
      'a token with a letter changed': [
        { token: token.slice(0, -9) + (token.at(-9) === 'x' ? 'y' : 'x') + token.slice(-8) },
      ],
      'the token of a guest who has signed on since': [{ token: former }],
      'the token of a sign-on that has ended': [{ token: ended }],
      'a sign-on of the site': [{ sso: await signOnFor('eve', 'Eve', now) }],
      'a sign-on of another site': [{ sso: await signOnFor('eve', 'Eve', { ...now, aud: 'huzzah:shop' }) }],
      'a sign-on whose time is over': [{ sso }],
      'a sign-on in the place of a token': [{ token: await signOnFor('eve', 'Eve', now) }],
      'a role beside it': [{ token, role: 'admin' }],
      'a site that there is not': [{ site: 'nowhere' }],
      'an origin of another site': [{}, { origin: 'https://shop.example' }],
      'another version': [{ v: 2 }],
    };
    const found: Record<string, string> = {};
    for (const [what, [auth, extraHeaders]] of Object.entries(shown)) {
      const coming = Visitor.connect(url, auth, extraHeaders && { extraHeaders });
      found[what] = await coming.then(
        ({ session: { visitor } }) =>
          visitor.id === guest.session.visitor.id ? 'himself' : visitor.role === 'member' ? 'a member' : 'a guest',
        async () => (await refusalOf(coming))!.code,
      );
    }
    expect(found).toEqual(DOOR);
  });
});
