import { connect, HuzzahRefusal, type Huzzah, type Page } from '@huzzah/client';
import { TestServer } from '@huzzah/client/testing';
import type { CommandName } from '@huzzah/protocol';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';

type Who = 'ana' | 'ben';
type Step = readonly [who: Who, name: CommandName, input?: Record<string, unknown>];

const PAGE = 'https://news.example/a';
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const post = (who: Who, n: number, body: string, more: object = {}): Step => [
  who,
  'comment.post',
  { body, commandId: uuid(n), ...more },
];
const on = (who: Who, name: CommandName, id: number, command: number, more: object = {}): Step => [
  who,
  name,
  { id: uuid(id), commandId: uuid(command), ...more },
];

/** What two visitors do, most of it allowed. */
const STEPS: readonly Step[] = [
  ['ana', 'reaction.set', { kind: 'wow', commandId: uuid(1) }],
  ['ana', 'reaction.set', { kind: 'wow', commandId: uuid(1) }],
  ['ana', 'reaction.set', { kind: 'like', commandId: uuid(1) }],
  ['ben', 'reaction.set', { kind: 'like', commandId: uuid(2) }],
  ['ana', 'reaction.set', { kind: 'like', commandId: uuid(3) }],
  ['ben', 'reaction.set', { kind: null, commandId: uuid(4) }],
  ['ben', 'reaction.set', { kind: 'no-such-kind', commandId: uuid(5) }],
  post('ana', 10, '  first '),
  post('ana', 10, '  first '),
  post('ana', 10, 'another'),
  post('ben', 10, 'first'),
  post('ben', 11, 'second', { name: 'Ben' }),
  post('ben', 12, ' \n '),
  post('ben', 13, 'x'.repeat(501)),
  post('ana', 14, 'reply', { parentId: uuid(11) }),
  post('ben', 15, 'reply to a reply', { parentId: uuid(14) }),
  post('ben', 16, 'reply to nobody', { parentId: uuid(99) }),
  on('ana', 'comment.vote', 10, 20, { value: 1 }),
  on('ana', 'comment.vote', 11, 21, { value: 1 }),
  on('ana', 'comment.vote', 11, 21, { value: 1 }),
  on('ana', 'comment.vote', 11, 22, { value: -1 }),
  on('ana', 'comment.vote', 99, 23, { value: 1 }),
  on('ben', 'comment.flag', 10, 24, { reason: 'spam' }),
  on('ben', 'comment.edit', 10, 25, { body: 'mine now' }),
  on('ana', 'comment.edit', 10, 26, { body: 'first, edited' }),
  on('ana', 'comment.edit', 10, 27, { body: '' }),
  on('ben', 'comment.remove', 10, 28),
  on('ana', 'comment.remove', 10, 29),
  on('ana', 'comment.edit', 10, 30, { body: 'too late' }),
  on('ana', 'comment.remove', 10, 31),
  on('ana', 'comment.restore', 10, 32),
  on('ana', 'comment.restore', 10, 33),
  on('ben', 'comment.remove', 11, 34),
  ['ana', 'page.join', { limit: 1, sort: 'oldest' }],
  ['ben', 'comment.list', { sort: 'newest' }],
  ['ben', 'comment.list', { sort: 'top', limit: 1 }],
  ['ben', 'comment.list', { parentId: uuid(11) }],
  ['ben', 'comment.list', { around: uuid(15) }],
  ['ben', 'comment.list', { around: uuid(98) }],
  ['ana', 'visitor.erase', { commandId: uuid(40) }],
  ['ben', 'page.join', {}],
];

/** Without what is another at each server, or each time: ids of visitors, times, cursors and the words of a refusal. */
function normal(value: unknown, names: Map<string, string>): unknown {
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (['epoch', 'at', 'message', 'token', 'now', 'retryAfterMs', 'asOf', 'undo'].includes(key)) return undefined;
    if (['before', 'after', 'editedAt'].includes(key)) return inner !== null;
    return inner;
  });
  return JSON.parse([...names].reduce((said, [id, name]) => said.replaceAll(id, name), text));
}

/** What both are told, step by step. */
async function play(clients: Record<Who, Huzzah>): Promise<unknown[]> {
  const pages = { ana: clients.ana.page(PAGE), ben: clients.ben.page(PAGE) };
  const names = new Map<string, string>();
  for (const [name, page] of Object.entries(pages)) {
    page.subscribe(() => {});
    await vi.waitFor(() => expect(page.view.state).toBe('live'), soon);
    names.set(page.view.visitor!.id, name);
  }
  const said: unknown[] = [];
  for (const step of STEPS) said.push([step, normal(await ask(pages[step[0]], step), names)]);
  await vi.waitFor(() => expect(pages.ana.view).toMatchObject({ tally: { counts: { like: 0 } }, mine: null }), soon);
  return [...said, normal(pages.ana.view.tally, names), normal(pages.ben.view.tally, names)];
}

async function ask({ connection, key }: Page, [, name, input]: Step): Promise<unknown> {
  try {
    const place = name.startsWith('visitor.') ? {} : { page: key };
    return await connection.request(name, { ...place, ...input } as never);
  } catch (error) {
    if (error instanceof HuzzahRefusal) return error.error;
    throw error;
  }
}

describe('a test server and a real one', () => {
  it('TS-6: answer the same to the same', async () => {
    const server = new TestServer();
    onTestFinished(() => server.close());
    const told = await play({ ana: server.connect(), ben: server.connect() });

    const { url } = await startTestServer();
    // Two names of one machine: two connections, so two visitors.
    const real = { ana: connect(url), ben: connect(url.replace('localhost', '127.0.0.1')) };
    onTestFinished(() => Object.values(real).forEach((huzzah) => huzzah.close()));
    expect(told).toEqual(await play(real));
  });
});
