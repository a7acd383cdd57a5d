import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { owner } from '../helpers/owner.js';
import { SpawnedServer } from '../helpers/spawned-server.js';
import { HUZZAH_SSO_KEY, signOnFor } from '../helpers/sign-on.js';
import { refusalOf, Visitor, type Loose } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const env = { HUZZAH_SSO_KEY };
const who = (reply: Loose) => (reply as unknown as { visitor: { id: string; name: string; role: string } }).visitor;
const identify = (visitor: Visitor, sso: string | null, commandId: string = crypto.randomUUID()) =>
  visitor.command('visitor.identify', { sso, commandId });

describe('sign-on', () => {
  it('SG-1: a guest becomes a member in place, in all his tabs, and keeps what he wrote and holds', async () => {
    const { url } = await startTestServer({ env });
    const guest = await Visitor.connect(url);
    const tab = await Visitor.connect(url, { token: guest.session.token });
    for (const visitor of [guest, tab]) await visitor.join(page);
    await guest.react(page, 'wow');
    const { id } = await guest.posted(page, 'As a guest');
    const guestId = guest.session.visitor.id;
    const before = guest.session.token;
    const reply = await identify(guest, await signOnFor('anna', 'Anna'));
    expect(who(reply)).toEqual({ id: guestId, name: 'Anna', role: 'member' });
    for (const visitor of [guest, tab]) {
      await vi.waitFor(() => expect(visitor.session.visitor).toEqual(who(reply)), soon);
      expect(visitor.session.token).toBe(reply['token']);
    }
    expect(await guest.join(page)).toMatchObject({ mine: 'wow', comments: [{ id, author: { name: 'Guest' } }] });
    expect(await guest.posted(page, 'As Anna', { name: 'Somebody' })).toMatchObject({
      author: { id: guestId, name: 'Anna', role: 'member' },
    });
    expect(await guest.command('visitor.rename', { name: 'Ben', commandId: crypto.randomUUID() })).toMatchObject({
      error: { code: 'forbidden' },
    });
    // The guest's token must not speak for the member.
    expect(await refusalOf(Visitor.connect(url, { token: before }))).toMatchObject({ code: 'unauthorized' });
    const again = await Visitor.connect(url, { token: guest.session.token });
    expect(again.session.visitor).toEqual(who(reply));
  });

  it('SG-2: one who is known keeps his id, and what a guest left is his, told to every reader; his own mark stays', async () => {
    const { url } = await startTestServer({ env });
    const anna = await Visitor.connect(url, { sso: await signOnFor('anna', 'Anna') });
    expect(anna.session.visitor).toMatchObject({ name: 'Anna', role: 'member' });
    await anna.react('b', 'like');
    const reader = await Visitor.connect(url);
    await reader.join(page);
    const guest = await Visitor.connect(url);
    for (const name of [page, 'b']) await guest.join(name);
    await guest.react(page, 'wow');
    await guest.react('b', 'wow');
    const comment = await guest.posted(page, 'As a guest');
    const reply = await identify(guest, await signOnFor('anna', 'Anna'));
    expect(who(reply).id).toBe(anna.session.visitor.id);
    await vi.waitFor(
      () =>
        expect(reader.pulses.flatMap(({ changes = [] }) => changes).at(-1)?.comment).toMatchObject({
          id: comment.id,
          author: { id: anna.session.visitor.id },
        }),
      soon,
    );
    expect(await guest.join('b')).toMatchObject({ mine: 'like', tally: { counts: { like: 1, wow: 0 } } });
    expect(await anna.join(page)).toMatchObject({ mine: 'wow', tally: { counts: { wow: 1 } } });
    // Three connections are two visitors now.
    expect((await reader.join(page))['occupancy']).toEqual({ visitors: 2, connections: 3 });
    expect(await guest.act('comment.edit', page, comment.id, { body: 'As Anna' })).toMatchObject({ ok: true });
  });

  it('SG-3: null signs out to a new guest, in this browser alone; the same command again has no second effect', async () => {
    const { url } = await startTestServer({ env });
    const [phone, desk] = [
      await Visitor.connect(url, { sso: await signOnFor('anna') }),
      await Visitor.connect(url, { sso: await signOnFor('anna') }),
    ];
    const memberId = phone.session.visitor.id;
    const [commandId, sso] = [crypto.randomUUID(), await signOnFor('anna')];
    const left = await identify(phone, null, commandId);
    expect(who(left)).toMatchObject({ name: 'Guest', role: 'visitor' });
    expect(who(left).id).not.toBe(memberId);
    expect(await identify(phone, null, commandId)).toEqual(left);
    expect(await identify(phone, sso, commandId)).toMatchObject({ error: { code: 'conflict' } });
    expect(desk.session.visitor.id).toBe(memberId);
    await vi.waitFor(() => expect(phone.session.visitor).toEqual(who(left)), soon);
    expect(who(await identify(phone, sso)).id).toBe(memberId);
    expect(who(await identify(phone, await signOnFor('ben', 'Ben')))).toMatchObject({ name: 'Ben' });
    expect(phone.session.visitor.id).not.toBe(memberId);
    expect(desk.session.visitor.name).toBe('anna');
  });

  it('SG-4: a bad sign-on is unauthorized and changes nothing, at the door and inside; a role in it means nothing', async () => {
    const { url } = await startTestServer({ env });
    const visitor = await Visitor.connect(url);
    const before = visitor.session;
    const bad = [
      'x.y.z',
      '',
      await signOnFor('anna', 'Anna', { aud: 'huzzah:shop' }),
      'x'.repeat(10_000),
      before.token,
    ];
    for (const sso of bad) {
      expect(await identify(visitor, sso)).toMatchObject({ error: { code: 'unauthorized' } });
      expect(await refusalOf(Visitor.connect(url, { sso }))).toMatchObject({ code: 'unauthorized' });
    }
    expect(visitor.session).toBe(before);
    expect(await identify(visitor, await signOnFor('eve', 'Eve', { role: 'admin' }))).toMatchObject({
      visitor: { role: 'member' },
    });
    expect(await refusalOf(Visitor.connect(url, { token: await signOnFor('eve') }))).toMatchObject({
      code: 'unauthorized',
    });
    const none = await startTestServer();
    expect(await refusalOf(Visitor.connect(none.url, { sso: await signOnFor('anna') }))).toMatchObject({
      code: 'unauthorized',
    });
  });

  it('SG-5: keys in files and in the environment rotate while it runs', async () => {
    const folder = temporaryFolder();
    const make = async (kid: string) => {
      const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
      const jwk = { ...(await exportJWK(publicKey)), kid };
      const now = Math.floor(Date.now() / 1_000);
      const sign = () =>
        new SignJWT({ sub: 'anna', name: 'Anna', aud: 'huzzah:news', iat: now, exp: now + 60 })
          .setProtectedHeader({ alg: 'EdDSA', kid })
          .sign(privateKey);
      return { jwk, sign };
    };
    const [old, next] = [await make('old'), await make('next')];
    const write = (...keys: object[]) => writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys }));
    write(old.jwk);
    const file = { sites: { news: { sso: { keys: ['keys.json', 'env:NEWS_SSO'] } } } };
    const { url, log } = await startTestServer({ folder, file, env: { NEWS_SSO: HUZZAH_SSO_KEY } });
    const enter = async (sso: string) => (await Visitor.connect(url, { site: 'news', sso })).session.visitor.id;
    const id = await enter(await old.sign());
    expect(await enter(await signOnFor('anna', 'Anna', { aud: 'huzzah:news' }))).toBe(id);
    await refusalOf(Visitor.connect(url, { site: 'news', sso: await next.sign() }));
    write(old.jwk, next.jwk);
    await vi.waitFor(async () => expect(await enter(await next.sign())).toBe(id), soon);
    writeFileSync(join(folder, 'keys.json'), '{');
    await vi.waitFor(() => expect(log.join()).toContain('keys.json: it is no JSON'), soon);
    expect(await enter(await old.sign())).toBe(id);
    write(next.jwk);
    await vi.waitFor(async () => {
      const refusal = await refusalOf(Visitor.connect(url, { site: 'news', sso: await old.sign() }));
      expect(refusal?.code).toBe('unauthorized');
    }, soon);
    expect(await enter(await next.sign())).toBe(id);
  });

  it('SI-21: keys are made, set and rotated by the command line while it runs, and shown to nobody again', async () => {
    const folder = temporaryFolder();
    const { url } = await startTestServer({
      folder,
      env: { HUZZAH_STORE: 'sqlite:./data/huzzah.db', NEWS: HUZZAH_SSO_KEY },
    });
    const aud = { aud: 'huzzah:news' };
    const enter = async (key: string) =>
      (await Visitor.connect(url, { site: 'news', sso: await signOnFor('anna', 'Anna', aud, key) })).session.visitor.id;
    const isOut = async (key: string) => expect((await refusalOf(enter(key)))?.code).toBe('unauthorized');
    const madeBy = (said: string) => /hs256:[\w-]{43}/.exec(said)![0];

    const first = madeBy(await owner(folder, 'site', 'add', 'news', '--key', 'new'));
    const id = await enter(first);
    const said = await owner(folder, 'site', 'set', 'news', '--key', 'new');
    const second = madeBy(said);
    expect(said).toContain('huzzah site set news --key newest');
    expect([await enter(first), await enter(second)]).toEqual([id, id]);
    await owner(folder, 'site', 'set', 'news', '--key', 'newest');
    await isOut(first);
    expect(await enter(second)).toBe(id);
    await owner(folder, 'site', 'set', 'news', '--key', 'env:NEWS', '--key', second);
    expect([await enter(HUZZAH_SSO_KEY), await enter(second)]).toEqual([id, id]);
    for (const more of [[], ['--json']]) {
      const shown = await owner(folder, 'site', 'show', 'news', ...more);
      for (const entry of ['env:NEWS', 'hs256:…']) expect(shown).toContain(entry);
      expect(shown).not.toContain(second);
    }
    await owner(folder, 'site', 'set', 'news', '--unset', 'sso');
    await isOut(second);
    await isOut(HUZZAH_SSO_KEY);
  });

  it('SG-6: where only members may write a guest may, once he is one', async () => {
    const file = { sites: { default: { settings: { mode: 'members' } } } };
    const { url } = await startTestServer({ env, file });
    const visitor = await Visitor.connect(url);
    expect(await visitor.post(page, 'Hello')).toMatchObject({ error: { code: 'forbidden' } });
    await identify(visitor, await signOnFor('anna'));
    expect(await visitor.posted(page, 'Hello')).toMatchObject({ author: { name: 'anna', role: 'member' } });
  });

  it('SG-7: a sign-on ends after 12 h: what is written then is unauthorized, until it is renewed', async () => {
    const folder = temporaryFolder();
    const jump = join(folder, 'jump.cjs');
    writeFileSync(
      jump,
      `const { now } = Date; process.on('SIGUSR2', () => (Date.now = () => now() + 12 * 3_600_000));`,
    );
    const server = await SpawnedServer.start(folder, ['--port', '0'], { ...env, NODE_OPTIONS: `--require=${jump}` });
    const { url } = server;
    const visitor = await Visitor.connect(url, { sso: await signOnFor('anna') });
    server.signal('SIGUSR2');
    await vi.waitFor(async () => {
      expect(await visitor.post(page, 'Late')).toMatchObject({ error: { code: 'unauthorized' } });
    }, soon);
    expect(await visitor.command('visitor.export', {})).toMatchObject({ error: { code: 'unauthorized' } });
    expect(await visitor.join(page)).toMatchObject({ ok: true });
    const { token } = visitor.session;
    expect(await refusalOf(Visitor.connect(url, { token }))).toMatchObject({ code: 'unauthorized' });
    const now = Math.floor(Date.now() / 1_000) + 12 * 3_600;
    const sso = await signOnFor('anna', 'Anna', { iat: now, exp: now + 60 });
    expect(await identify(visitor, sso)).toMatchObject({ ok: true });
    expect(await visitor.posted(page, 'Renewed')).toMatchObject({ author: { role: 'member' } });
  });
});
