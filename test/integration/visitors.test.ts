import type { VisitorExport } from '@huzzah/protocol';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const code = (reply: { error?: { code: string } }) => reply.error?.code;
const commandId = () => crypto.randomUUID();

/** All that is exported, part by part. */
async function exported(visitor: Visitor): Promise<VisitorExport> {
  let whole: VisitorExport | undefined;
  let before: string | null = null;
  do {
    const reply = await visitor.command('visitor.export', before === null ? {} : { before });
    if (!reply.ok) throw new Error(JSON.stringify(reply.error));
    const part = reply as unknown as VisitorExport;
    for (const list of ['comments', 'reactions', 'votes', 'flags'] as const) {
      (part[list] as unknown[]).unshift(...(whole?.[list] ?? []));
    }
    whole = part;
    before = part.before;
  } while (before !== null);
  return whole;
}

describe('visitors', () => {
  it('VI-1: a name is remembered, and told to every connection of its visitor; what was written keeps the name it was written under', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const tab = await Visitor.connect(url, { token: visitor.session.token });
    const other = await Visitor.connect(url);
    const before = await visitor.posted(page, 'As a guest');
    const rename = { name: ' Ana\u00a0 Li ', commandId: commandId() };
    const reply = await visitor.command('visitor.rename', rename);
    expect(reply).toMatchObject({
      ok: true,
      visitor: { id: visitor.session.visitor.id, name: 'Ana Li', role: 'visitor' },
    });
    for (const each of [visitor, tab]) await vi.waitFor(() => expect(each.session.visitor.name).toBe('Ana Li'), soon);
    expect(tab.session.token).toBe(visitor.session.token);
    expect(other.session.visitor.name).toBe('Guest');
    expect(await tab.posted(page, 'As Ana')).toMatchObject({ author: { name: 'Ana Li' } });
    expect(await other.join(page)).toMatchObject({
      comments: [{ author: { name: 'Ana Li' } }, { ...before, author: { name: 'Guest' } }],
    });
    expect(await visitor.command('visitor.rename', rename)).toEqual(reply);
    expect(code(await visitor.command('visitor.rename', { ...rename, name: 'Bob' }))).toBe('conflict');
    const later = await Visitor.connect(url, { token: visitor.session.token });
    expect(later.session.visitor.name).toBe('Ana Li');
  });

  it('VI-1: a renaming that is asked for again gets its first reply, and takes no later name away', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const rename = { name: 'Ana', commandId: commandId() };
    const reply = await visitor.command('visitor.rename', rename);
    await visitor.command('visitor.rename', { name: 'Bea', commandId: commandId() });
    expect(await visitor.command('visitor.rename', rename)).toEqual(reply);
    expect((await Visitor.connect(url, { token: visitor.session.token })).session.visitor.name).toBe('Bea');
    expect(visitor.session.visitor.name).toBe('Bea');
  });

  it('VI-2: a name in a post is a rename in the same step', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const tab = await Visitor.connect(url, { token: visitor.session.token });
    const post = { name: 'Ana', commandId: commandId() };
    const first = await visitor.post(page, 'Hello', post);
    expect(first).toMatchObject({ comment: { author: { name: 'Ana' } } });
    await vi.waitFor(() => expect(tab.session.visitor.name).toBe('Ana'), soon);
    await tab.command('visitor.rename', { name: 'Bea', commandId: commandId() });
    expect(await visitor.post(page, 'Hello', post)).toEqual(first);
    await vi.waitFor(() => expect(visitor.session.visitor.name).toBe('Bea'), soon);
    expect((await Visitor.connect(url, { token: visitor.session.token })).session.visitor.name).toBe('Bea');
    expect(code(await visitor.post(page, '', { name: 'Cyd' }))).toBe('empty');
    expect((await Visitor.connect(url, { token: visitor.session.token })).session.visitor.name).toBe('Bea');
  });

  it('VI-3: a name that is none is refused by its code', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    for (const [name, expected] of [
      ['', 'empty'],
      ['\u200b', 'empty'],
      ['n'.repeat(41), 'too_long'],
      ['Ana\nLi', 'bad_request'],
      ['\u202eana', 'bad_request'],
      [7, 'bad_request'],
    ] as const) {
      expect(code(await visitor.command('visitor.rename', { name, commandId: commandId() })), String(name)).toBe(
        expected,
      );
    }
    expect(visitor.session.visitor.name).toBe('Guest');
  });

  it('VI-4: a visitor gets all that is held on him, his removed words too, and nothing of others', async () => {
    const { url } = await startTestServer();
    const [visitor, other] = [await Visitor.connect(url), await Visitor.connect(url)];
    expect(await exported(visitor)).toMatchObject({ comments: [], reactions: [], votes: [], flags: [], before: null });
    const theirs = await other.posted(page, 'Not his');
    for (let i = 0; i < 30; i += 1) await visitor.posted(`p${i}`, `${i} ${'가'.repeat(450)}`);
    const gone = await visitor.posted(page, 'Removed');
    await visitor.act('comment.remove', page, gone.id);
    await visitor.react(page, 'wow');
    await visitor.act('comment.vote', page, theirs.id, { value: 1 });
    await visitor.act('comment.flag', page, theirs.id, { reason: 'other', text: 'why' });
    const all = await exported(visitor);
    expect(all.visitor).toEqual(visitor.session.visitor);
    expect(all.comments).toHaveLength(31);
    expect(all.comments[0]).toMatchObject({
      page,
      comment: { body: 'Removed', status: 'removed', author: { name: 'Guest' } },
    });
    expect(all).toMatchObject({
      reactions: [{ page, kind: 'wow' }],
      votes: [{ page, id: theirs.id, value: 1 }],
      flags: [{ page, id: theirs.id, reason: 'other', text: 'why' }],
    });
    expect(JSON.stringify(all)).not.toContain('Not his');
    for (const before of ['x', 'comments.1', `${'9'.repeat(50)}`]) {
      expect(code(await visitor.command('visitor.export', { before })), before).toBe('bad_request');
    }
  });

  it('VI-5: erased, nothing of a visitor is left: every reader sees it go, and no byte of it stays in the store', async () => {
    const folder = temporaryFolder();
    const server = await startTestServer({ folder, env: { HUZZAH_STORE: 'sqlite:./x.db' } });
    const visitor = await Visitor.connect(server.url);
    const tab = await Visitor.connect(server.url, { token: visitor.session.token });
    const other = await Visitor.connect(server.url);
    for (const each of [tab, other]) await each.join(page);
    const theirs = await other.posted(page, 'Stays');
    const mine = await visitor.posted(page, 'canary-text', { name: 'canary-name' });
    await other.posted(page, 'Reply', { parentId: mine.id });
    await visitor.react(page, 'wow');
    await visitor.act('comment.vote', page, theirs.id, { value: 1 });
    await visitor.act('comment.flag', page, theirs.id, { reason: 'other', text: 'canary-flag' });
    await vi.waitFor(() => expect(tab.pulses.findLast((pulse) => 'mine' in pulse)?.mine).toBe('wow'), soon);
    const erase = { commandId: commandId() };
    expect(await visitor.command('visitor.erase', erase)).toEqual({
      ok: true,
      erased: { comments: 1, reactions: 1, votes: 1, flags: 1 },
    });
    expect(await visitor.command('visitor.erase', erase)).toEqual({
      ok: true,
      erased: { comments: 1, reactions: 1, votes: 1, flags: 1 },
    });
    for (const each of [visitor, tab]) await vi.waitFor(() => expect(each.session.visitor.name).toBe('Guest'), soon);
    await vi.waitFor(() => expect(tab.pulses.findLast((pulse) => 'mine' in pulse)?.mine).toBeNull(), soon);
    await vi.waitFor(() => expect(other.pulses.findLast(({ tally }) => tally)?.tally?.counts['wow']).toBe(0), soon);
    const removed = { id: mine.id, status: 'removed', body: '', author: null };
    await vi.waitFor(
      () =>
        expect(other.pulses.flatMap(({ changes = [] }) => changes).at(-1)).toMatchObject({
          type: 'removed',
          comment: removed,
        }),
      soon,
    );
    expect(await other.join(page)).toMatchObject({
      comments: [removed, { body: 'Reply' }, { body: 'Stays', votes: { up: 0 } }],
    });
    expect(await exported(visitor)).toMatchObject({ comments: [], reactions: [], votes: [], flags: [] });
    await server.close();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name)).includes('canary'), name).toBe(false);
    }
  });

  it('VI-6: an erasure that is asked for again takes nothing of what came since, and is answered as the first time', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const tab = await Visitor.connect(url, { token: visitor.session.token });
    await tab.join(page);
    const erase = { commandId: commandId() };
    await visitor.react(page, 'angry');
    const first = await visitor.command('visitor.erase', erase);
    expect(first).toEqual({ ok: true, erased: { comments: 0, reactions: 1, votes: 0, flags: 0 } });
    await visitor.command('visitor.rename', { name: 'Anew', commandId: commandId() });
    await visitor.react(page, 'like');
    await vi.waitFor(() => expect(tab.pulses.findLast((pulse) => 'mine' in pulse)?.mine).toBe('like'), soon);
    expect(await visitor.command('visitor.erase', erase)).toEqual(first);
    // What is told last is told after all that came before.
    await visitor.react(page, 'wow');
    await vi.waitFor(() => expect(tab.pulses.findLast((pulse) => 'mine' in pulse)?.mine).toBe('wow'), soon);
    expect(tab.pulses.flatMap((pulse) => ('mine' in pulse ? [pulse.mine] : [])).slice(-2)).toEqual(['like', 'wow']);
    for (const each of [visitor, tab]) expect(each.session.visitor.name).toBe('Anew');
  });
});
