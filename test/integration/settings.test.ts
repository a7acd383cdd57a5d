import type { Comment } from '@huzzah/protocol';
import { describe, expect, it, vi } from 'vitest';
import { startTestServer, temporaryFolder } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const site = (more: object) => ({ file: { sites: { default: more } } });
const settings = (more: object) => site({ settings: more });
const code = (reply: { error?: { code: string } }) => reply.error?.code;

describe('settings of a site', () => {
  it('CT-12: a held comment is its author’s alone, with the reason, and news for his other connections', async () => {
    const { url } = await startTestServer(settings({ mode: 'premoderated' }));
    const author = await Visitor.connect(url);
    const tab = await Visitor.connect(url, { token: author.session.token });
    const reader = await Visitor.connect(url);
    for (const visitor of [author, tab, reader]) await visitor.join(page);
    const held = await author.posted(page, 'canary');
    expect(held).toMatchObject({ seq: null, status: 'pending', body: 'canary', reason: { code: 'premoderated' } });
    await vi.waitFor(() => expect(tab.pulses.find((pulse) => pulse.held)?.held).toEqual([held]), soon);
    for (const visitor of [author, tab]) {
      await vi.waitFor(() => expect(visitor.notices).toMatchObject([{ code: 'held' }]), soon);
    }
    expect(await tab.join(page)).toMatchObject({ held: [held], comments: [], seq: 0, commentCount: 0 });
    const everything = [
      await reader.join(page),
      await (await fetch(`${url}/api/v1/sites/default/page?page=${encodeURIComponent(page)}`)).text(),
      reader.pulses,
      reader.notices,
    ];
    expect(JSON.stringify(everything)).not.toContain('canary');
    expect(await author.act('comment.edit', page, held.id, { body: 'canary 2' })).toMatchObject({
      comment: { status: 'pending', body: 'canary 2', seq: null },
    });
    await vi.waitFor(() => expect(tab.pulses.at(-1)?.held).toMatchObject([{ body: 'canary 2' }]), soon);
    await author.act('comment.remove', page, held.id);
    await vi.waitFor(() => expect(tab.pulses.at(-1)?.held).toEqual([]), soon);
    expect(await author.act('comment.restore', page, held.id)).toMatchObject({ comment: { status: 'pending' } });
  });

  it('CT-13: what a site is set to holds for its pages, and is in the join', async () => {
    const said = async (more: object, body = 'Hello') => {
      const { url } = await startTestServer(settings(more));
      const visitor = await Visitor.connect(url);
      expect((await visitor.join(page))['settings']).toMatchObject(more);
      const { ok, error, comment } = (await visitor.post(page, body)) as unknown as {
        ok: boolean;
        error: { code: string; reason?: { code: string } };
        comment: Comment;
      };
      return ok ? [comment.status, comment.reason?.code] : [error.code, error.reason?.code];
    };
    expect(await said({ locked: true })).toEqual(['locked', undefined]);
    expect(await said({ mode: 'members' })).toEqual(['forbidden', undefined]);
    expect(await said({ mode: 'first-held' })).toEqual(['pending', 'first']);
    expect(await said({ links: 'hold' }, 'https://a.example')).toEqual(['pending', 'link']);
    expect(await said({ links: 'reject' }, 'https://a.example')).toEqual(['rejected', 'link']);
    expect(await said({ emojiOnly: true })).toEqual(['rejected', 'emoji']);
    expect(await said({ emojiOnly: true }, '🎉')).toEqual(['published', undefined]);
  });

  it('CT-14: what would be held is not edited into a published comment; a locked page takes no edits, but removals', async () => {
    const folder = temporaryFolder();
    const env = { HUZZAH_STORE: 'sqlite:./x.db', HUZZAH_SECRET: 's'.repeat(32) };
    const first = await startTestServer({ folder, env, ...settings({ links: 'hold' }) });
    const author = await Visitor.connect(first.url);
    const { id } = await author.posted(page, 'Hello');
    expect(await author.act('comment.edit', page, id, { body: 'www.a.example' })).toMatchObject({
      error: { code: 'rejected', reason: { code: 'link' } },
    });
    await first.close();
    const { url } = await startTestServer({ folder, env, ...settings({ locked: true }) });
    const again = await Visitor.connect(url, { token: author.session.token });
    expect(code(await again.act('comment.edit', page, id, { body: 'x' }))).toBe('locked');
    expect(await again.act('comment.remove', page, id)).toMatchObject({ ok: true });
    expect(await again.act('comment.restore', page, id)).toMatchObject({ ok: true });
  });

  it('CT-15: first comments are held until one of the visitor’s was published', async () => {
    const folder = temporaryFolder();
    const env = { HUZZAH_STORE: 'sqlite:./x.db', HUZZAH_SECRET: 's'.repeat(32) };
    const first = await startTestServer({ folder, env });
    const known = await Visitor.connect(first.url);
    await known.posted(page, 'Hello');
    await first.close();
    const { url } = await startTestServer({ folder, env, ...settings({ mode: 'first-held' }) });
    const again = await Visitor.connect(url, { token: known.session.token });
    expect(await again.posted(page, 'Again')).toMatchObject({ status: 'published' });
    const fresh = await Visitor.connect(url);
    for (const body of ['One', 'Two']) expect(await fresh.posted(page, body)).toMatchObject({ status: 'pending' });
  });
});
