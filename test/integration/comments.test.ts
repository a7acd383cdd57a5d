import type { Comment } from '@huzzah/protocol';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const site = (more: object) => ({ file: { sites: { default: more } } });
const settings = (more: object) => site({ settings: more });
const code = (reply: { error?: { code: string } }) => reply.error?.code;

const people = async (url: string, count: number) =>
  Promise.all(Array.from({ length: count }, () => Visitor.connect(url)));

describe('comments', () => {
  it('CT-1: a comment is posted in its canonical form, and every reader hears it', async () => {
    const { url } = await startTestServer();
    const [writer, reader] = (await people(url, 2)) as [Visitor, Visitor];
    await reader.join(page);
    const commandId = crypto.randomUUID();
    const reply = await writer.post(page, ' Cafe\u0301\r\nau lait\u200b ', { commandId });
    expect(reply).toMatchObject({
      ok: true,
      comment: {
        id: commandId,
        seq: 1,
        version: 1,
        parentId: null,
        author: { id: writer.session.visitor.id, name: 'Guest', role: 'visitor' },
        body: 'Café\nau lait',
        editedAt: null,
        status: 'published',
        votes: { up: 0, down: 0 },
        pinned: false,
        replyCount: 0,
      },
    });
    await vi.waitFor(() => expect(reader.pulses.flatMap(({ changes = [] }) => changes)).toHaveLength(1), soon);
    expect(reader.pulses.find(({ changes }) => changes)).toMatchObject({
      head: 1,
      commentCount: 1,
      changes: [{ seq: 1, type: 'posted', comment: reply['comment'] }],
    });
    expect(await reader.join(page)).toMatchObject({
      seq: 1,
      commentCount: 1,
      threadCount: 1,
      comments: [reply['comment']],
    });
  });

  it('CT-2: a known commandId gets its first reply and has no second effect, whatever became of it; with other content it is a conflict', async () => {
    const { url } = await startTestServer();
    const [one, two] = (await people(url, 2)) as [Visitor, Visitor];
    const commandId = crypto.randomUUID();
    const first = await one.post(page, 'Hello', { commandId });
    expect(await one.post(page, ' Hello ', { commandId })).toEqual(first);
    expect(code(await one.post(page, 'Hello!', { commandId }))).toBe('conflict');
    expect(code(await one.post('other', 'Hello', { commandId }))).toBe('conflict');
    expect(code(await two.post(page, 'Hello', { commandId }))).toBe('conflict');
    const changes: [name: 'comment.edit' | 'comment.remove' | 'comment.restore', again: object, reply: object][] = [];
    for (const [name, more] of [
      ['comment.edit', { body: 'Hi' }],
      ['comment.remove', {}],
      ['comment.restore', {}],
    ] as const) {
      const again = { commandId: crypto.randomUUID(), ...more };
      const changed = await one.act(name, page, commandId, again);
      expect(changed, name).toMatchObject({ ok: true });
      expect(await one.act(name, page, commandId, again), name).toEqual(changed);
      changes.push([name, again, changed]);
    }
    expect(await one.post(page, 'Hello', { commandId })).toEqual(first);
    for (const [name, again, reply] of changes) expect(await one.act(name, page, commandId, again)).toEqual(reply);
    expect(await one.join(page)).toMatchObject({ commentCount: 1, seq: 4, comments: [{ body: 'Hi', version: 4 }] });
  });

  it('CT-3: a refused command is not remembered: the same commandId is done once it may be', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    const commandId = crypto.randomUUID();
    expect(code(await visitor.post(page, 'x'.repeat(501), { commandId }))).toBe('too_long');
    expect(code(await visitor.post(page, 'Hello', { commandId, parentId: crypto.randomUUID() }))).toBe('not_found');
    expect(await visitor.post(page, 'Hello', { commandId })).toMatchObject({ ok: true });
  });

  it('CT-4: text that cannot be kept is refused by its code, and nothing is posted', async () => {
    const { url } = await startTestServer(site({ limits: { maxCharacters: 10 } }));
    const visitor = await Visitor.connect(url);
    expect(visitor.session.site.limits).toEqual({ maxCharacters: 10, maxName: 40, editWindowMs: 900_000 });
    const tries: [string, string, object?][] = [
      ['', 'empty'],
      [' \n\u200b\u3164', 'empty'],
      ['x'.repeat(11), 'too_long'],
      ['👩‍👩‍👧‍👦'.repeat(10), 'too_long'],
      ['a\u202eb', 'bad_request'],
      ['Hello', 'empty', { name: ' ' }],
      ['Hello', 'bad_request', { name: 'Ana\nLi' }],
      ['Hello', 'too_long', { name: 'n'.repeat(41) }],
    ];
    for (const [body, expected, more] of tries) expect(code(await visitor.post(page, body, more)), body).toBe(expected);
    const { comment } = await visitor.post(page, '가'.repeat(10));
    expect(await visitor.join(page)).toMatchObject({ comments: [comment] });
  });

  it('CT-5: a reply stands under the comment at the top; a parent elsewhere, unpublished or gone is not found', async () => {
    const { url } = await startTestServer();
    const [one, two] = (await people(url, 2)) as [Visitor, Visitor];
    const top = await one.posted(page, 'Top');
    const reply = await two.posted(page, 'Reply', { parentId: top.id });
    const deeper = await one.posted(page, 'Deeper', { parentId: reply.id });
    expect([reply.parentId, deeper.parentId]).toEqual([top.id, top.id]);
    const { comments } = (await one.join(page)) as unknown as { comments: Comment[] };
    expect(comments.map(({ body, replyCount }) => [body, replyCount])).toEqual([
      ['Top', 2],
      ['Reply', 0],
      ['Deeper', 0],
    ]);
    expect(code(await one.post('elsewhere', 'Hello', { parentId: top.id }))).toBe('not_found');
    await one.act('comment.remove', page, top.id);
    expect(code(await one.post(page, 'Hello', { parentId: top.id }))).toBe('not_found');
  });

  it('CT-6: an author edits, removes and brings back; readers see what is removed without text and author', async () => {
    const { url } = await startTestServer();
    const [writer, reader] = (await people(url, 2)) as [Visitor, Visitor];
    await reader.join(page);
    const { id } = await writer.posted(page, 'secret-1');
    expect(await writer.act('comment.edit', page, id, { body: 'secret-2' })).toMatchObject({
      comment: { body: 'secret-2', version: 2, editedAt: expect.any(Number) as number },
    });
    const gone = { id, status: 'removed', removedBy: 'author', body: '', author: null, version: 3 };
    expect(await writer.act('comment.remove', page, id)).toMatchObject({ comment: gone });
    const types = () => reader.pulses.flatMap(({ changes = [] }) => changes).map(({ type }) => type);
    await vi.waitFor(() => expect(types()).toContain('removed'), soon);
    const late = await Visitor.connect(url);
    for (const visitor of [late, writer]) {
      const joined = await visitor.join(page);
      expect(joined).toMatchObject({ commentCount: 0, threadCount: 0, comments: [], held: [] });
      expect(JSON.stringify(joined)).not.toContain('secret');
    }
    const resumed = await late.join(page, { since: { epoch: (await late.join(page))['epoch'], seq: 0 } });
    expect(resumed).toMatchObject({
      resumed: true,
      seq: 3,
      changes: [{ comment: gone }, { comment: gone }, { comment: gone }],
    });
    expect(JSON.stringify(resumed)).not.toContain('secret');
    expect(code(await writer.act('comment.edit', page, id, { body: 'x' }))).toBe('not_found');
    expect(await writer.act('comment.restore', page, id)).toMatchObject({ comment: { body: 'secret-2', version: 4 } });
    await vi.waitFor(() => expect(types()).toContain('restored'), soon);
    expect(code(await writer.act('comment.restore', page, id))).toBe('conflict');
  });

  it('CT-7: nobody changes what is somebody else’s, or is not there', async () => {
    const { url } = await startTestServer(settings({ mode: 'first-held' }));
    const [writer, other] = (await people(url, 2)) as [Visitor, Visitor];
    const held = await writer.posted(page, 'Held');
    for (const [name, more] of [
      ['comment.edit', { body: 'x' }],
      ['comment.remove', {}],
      ['comment.restore', {}],
      ['comment.vote', { value: 1 }],
      ['comment.flag', { reason: 'spam' }],
    ] as const) {
      expect(code(await other.act(name, page, crypto.randomUUID(), more)), name).toBe('not_found');
      expect(code(await other.act(name, page, held.id, more)), name).toBe('not_found');
      expect(code(await other.act(name, 'elsewhere', held.id, more)), name).toBe('not_found');
    }
    const open = await startTestServer();
    const [author, reader] = (await people(open.url, 2)) as [Visitor, Visitor];
    const { id } = await author.posted(page, 'Hello');
    expect(code(await reader.act('comment.edit', page, id, { body: 'x' }))).toBe('forbidden');
    expect(code(await reader.act('comment.remove', page, id))).toBe('forbidden');
    await author.act('comment.remove', page, id);
    expect(code(await reader.act('comment.restore', page, id))).toBe('forbidden');
    expect(await author.act('comment.restore', page, id)).toMatchObject({ comment: { body: 'Hello' } });
  });

  it('CT-8: after the window its author changes nothing any more; what he did before is answered as it was', async () => {
    const { url } = await startTestServer(site({ limits: { editWindowMs: 400 } }));
    const author = await Visitor.connect(url);
    // The clock stands until it is set: the window is not over before it should be.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { id, at } = await author.posted(page, 'Hello');
    const commandId = crypto.randomUUID();
    const edited = await author.act('comment.edit', page, id, { body: 'Hi', commandId });
    expect(edited).toMatchObject({ ok: true });
    vi.setSystemTime(at + 401);
    for (const [name, more] of [
      ['comment.edit', { body: 'x' }],
      ['comment.remove', {}],
    ] as const) {
      expect(code(await author.act(name, page, id, more)), name).toBe('forbidden');
    }
    expect(await author.act('comment.edit', page, id, { body: 'Hi', commandId })).toEqual(edited);
    expect(code(await author.act('comment.edit', page, id, { body: 'Ho', commandId }))).toBe('conflict');
  });

  it('CT-9: 40 edits at once by its author are each applied or refused, and the versions tell which', async () => {
    const { url } = await startTestServer();
    const author = await Visitor.connect(url);
    const { id } = await author.posted(page, 'Hello');
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, i) => author.act('comment.edit', page, id, { body: `text ${i}` })),
    );
    const applied = replies.filter(({ ok }) => ok).map((reply) => (reply['comment'] as Comment).version);
    for (const reply of replies) if (!reply.ok) expect(code(reply)).toBe('conflict');
    const { comments } = (await author.join(page)) as unknown as { comments: Comment[] };
    expect(comments[0]!.version).toBe(1 + applied.length);
    // All looked at the same text, and those too late looked again.
    expect(applied.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...applied)).toBe(comments[0]!.version);
  });

  it('CT-10: one vote a visitor, never on one’s own; every reader hears the counts', async () => {
    const { url } = await startTestServer();
    const [author, fan, reader] = (await people(url, 3)) as [Visitor, Visitor, Visitor];
    await reader.join(page);
    const { id } = await author.posted(page, 'Hello');
    expect(code(await author.act('comment.vote', page, id, { value: 1 }))).toBe('forbidden');
    const commandId = crypto.randomUUID();
    expect(await fan.act('comment.vote', page, id, { value: 1, commandId })).toMatchObject({
      votes: { up: 1, down: 0 },
      mine: 1,
    });
    await vi.waitFor(() => expect(reader.pulses.find(({ votes }) => votes?.[id]?.up === 1)).toBeDefined(), soon);
    expect(await fan.join(page)).toMatchObject({ myVotes: { [id]: 1 }, comments: [{ votes: { up: 1 } }] });
    expect(await fan.act('comment.vote', page, id, { value: -1 })).toMatchObject({
      votes: { up: 0, down: 1 },
      mine: -1,
    });
    expect(await fan.act('comment.vote', page, id, { value: 1, commandId })).toMatchObject({
      votes: { down: 1 },
      mine: -1,
    });
    expect(code(await fan.act('comment.vote', page, id, { value: 0, commandId }))).toBe('conflict');
    await author.act('comment.remove', page, id);
    expect(code(await fan.act('comment.vote', page, id, { value: 0 }))).toBe('not_found');
  });

  it('CT-11: a flag is taken, once a command; one’s own comment and what is not there cannot be flagged', async () => {
    const { url } = await startTestServer();
    const [author, other] = (await people(url, 2)) as [Visitor, Visitor];
    const { id } = await author.posted(page, 'Hello');
    const flag = { reason: 'other', text: ' look ', commandId: crypto.randomUUID() };
    expect(await other.act('comment.flag', page, id, flag)).toEqual({ ok: true });
    expect(await other.act('comment.flag', page, id, flag)).toEqual({ ok: true });
    expect(code(await other.act('comment.flag', page, id, { ...flag, reason: 'spam' }))).toBe('conflict');
    expect(code(await other.act('comment.flag', page, id, { reason: 'spam', text: 'x'.repeat(201) }))).toBe('too_long');
    expect(code(await author.act('comment.flag', page, id, { reason: 'spam' }))).toBe('forbidden');
    expect(code(await other.act('comment.flag', page, id, { reason: 'boring' }))).toBe('bad_request');
  });
});
