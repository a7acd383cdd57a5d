import type { CommandInputs, ReactionSet } from '@huzzah/protocol';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ReactionOutbox } from './reaction-outbox.js';
import { HuzzahRefusal } from './refusal.js';

type Command = CommandInputs['reaction.set'];

/** A courier whose replies the test gives. */
function courier() {
  const sent: { command: Command; resolve(reply: ReactionSet): void; reject(error: unknown): void }[] = [];
  return {
    sent,
    acknowledged: vi.fn(),
    refused: vi.fn(),
    changed: vi.fn(),
    send: (command: Command) => new Promise<ReactionSet>((resolve, reject) => sent.push({ command, resolve, reject })),
  };
}

const reply = (mine: string | null): ReactionSet => ({ epoch: 'e', tally: { counts: {}, version: 1 }, mine });
const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});

describe('the reaction outbox', () => {
  it('OB-1: one command is under way at a time, and of later wishes only the last is sent', async () => {
    const post = courier();
    const outbox = new ReactionOutbox('k', 'p', post);
    outbox.setConnected(true);
    const all = [outbox.set('like'), outbox.set('wow'), outbox.set(null)];
    expect(post.sent.map(({ command }) => command.kind)).toEqual(['like']);
    post.sent[0]!.resolve(reply('like'));
    await vi.waitFor(() => expect(post.sent.map(({ command }) => command.kind)).toEqual(['like', null]));
    expect(outbox.pending).toMatchObject({ kind: null, stage: 'sending' });
    post.sent[1]!.resolve(reply(null));
    await Promise.all(all);
    expect(outbox.pending).toBeNull();
  });

  it('OB-2: a lost reply is asked for again with the same commandId', async () => {
    const post = courier();
    const outbox = new ReactionOutbox('k', 'p', post);
    outbox.setConnected(true);
    const done = outbox.set('like');
    outbox.setConnected(false);
    post.sent[0]!.reject(new Error('gone'));
    await vi.waitFor(() => expect(outbox.pending?.stage).toBe('waiting'));
    outbox.setConnected(true);
    await vi.waitFor(() => expect(post.sent.length).toBe(2), { timeout: 60_000 });
    expect(post.sent[1]!.command).toEqual(post.sent[0]!.command);
    post.sent[1]!.resolve(reply('like'));
    await done;
  });

  it('OB-3: a wish made offline outlives the tab, and is forgotten once acknowledged', async () => {
    void new ReactionOutbox('k', 'p', courier()).set('wow');
    const post = courier();
    const outbox = new ReactionOutbox('k', 'p', post);
    expect(outbox.pending).toMatchObject({ kind: 'wow', stage: 'waiting' });
    outbox.setConnected(true);
    post.sent[0]!.resolve(reply('wow'));
    await vi.waitFor(() => expect(outbox.pending).toBeNull());
    expect(stored.size).toBe(0);
  });

  it('OB-4: a wish of another day, or one that cannot be read, is dropped', () => {
    const commandId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    for (const text of ['{', JSON.stringify({ kind: 'wow', commandId, at: Date.now() - 25 * 3_600_000 })]) {
      stored.set('k', text);
      expect(new ReactionOutbox('k', 'p', courier()).pending).toBeNull();
      expect(stored.size).toBe(0);
    }
  });

  it('OB-5: a refusal rejects, and the wish is gone', async () => {
    const post = courier();
    const outbox = new ReactionOutbox('k', 'p', post);
    outbox.setConnected(true);
    const done = outbox.set('like');
    post.sent[0]!.reject(new HuzzahRefusal({ code: 'banned', message: 'no' }));
    await expect(done).rejects.toMatchObject({ code: 'banned' });
    expect(outbox.pending).toBeNull();
    expect(stored.size).toBe(0);
  });

  it('OB-6: a store in trouble is asked again with the same commandId', async () => {
    const post = courier();
    const outbox = new ReactionOutbox('k', 'p', post);
    outbox.setConnected(true);
    void outbox.set('like');
    post.sent[0]!.reject(new HuzzahRefusal({ code: 'store_unavailable', message: 'slow' }));
    await vi.waitFor(() => expect(post.sent.length).toBe(2), { timeout: 5_000 });
    expect(post.sent[1]!.command.commandId).toBe(post.sent[0]!.command.commandId);
  });
});
