import { request } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const commandId = crypto.randomUUID();

const metric = async (url: string, name: string) =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

describe('bad input', () => {
  it('BI-1: is refused as bad_request, and changes nothing', async () => {
    const { url } = await startTestServer();
    const [visitor, witness] = [await Visitor.connect(url), await Visitor.connect(url)];
    const before = await witness.join(page);
    const tries: [string, ...unknown[]][] = [
      ['reaction.set'],
      ['reaction.set', null],
      ['reaction.set', 'like'],
      ['reaction.set', []],
      ['reaction.set', {}],
      ['reaction.set', { page, kind: 'like', commandId }, { page, kind: 'like', commandId }],
      ['reaction.set', { page, kind: 'like', commandId, role: 'admin' }],
      ['reaction.set', JSON.parse(`{"page":"${page}","kind":"like","commandId":"${commandId}","__proto__":{"a":1}}`)],
      ['reaction.set', { page, kind: 7, commandId }],
      ['reaction.set', { page, kind: 'like', commandId: 'x' }],
      ['reaction.set', { page: { $ne: '' }, kind: 'like', commandId }],
      ['reaction.set', { page, kind: Buffer.from('like'), commandId }],
      ['reaction.unset', { page, commandId }],
      ['page.join', { page: '' }],
      ['page.join', { page: 'x'.repeat(513) }],
      ['page.join', { page: 'a\u0000b' }],
      ['page.join', { page, since: { epoch: 'e', seq: 1.5 } }],
      ['page.join', { page, limit: -1 }],
      ['comment.post', { page, commandId }],
      ['comment.post', { page, body: 7, commandId }],
      ['comment.post', { page, body: ['x'], commandId }],
      ['comment.post', { page, body: 'x', commandId, parentId: 'top' }],
      ['comment.post', { page, body: 'x', commandId, parentId: null }],
      ['comment.post', { page, body: 'x', commandId, name: null }],
      ['comment.post', { page, body: 'x', commandId, status: 'published' }],
      ['comment.post', { page, body: 'x', commandId, at: 0 }],
      ['comment.post', { page, body: 'x', commandId, id: commandId }],
      ['comment.post', { page, body: 'x\ud800', commandId }],
      ['comment.post', { page, body: 'x\u202e', commandId }],
      ['comment.edit', { page, body: 'x', commandId }],
      ['comment.edit', { page, id: '1', body: 'x', commandId }],
      ['comment.edit', { page, id: commandId, body: 'x', commandId, ifVersion: 1 }],
      ['comment.remove', { page, id: commandId }],
      ['comment.remove', { page, id: commandId, commandId, removedBy: 'moderator' }],
      ['comment.restore', { page, id: { $gt: '' }, commandId }],
      ['comment.vote', { page, id: commandId, value: 2, commandId }],
      ['comment.vote', { page, id: commandId, value: '1', commandId }],
      ['comment.flag', { page, id: commandId, reason: 'dull', commandId }],
      ['comment.list', { page, before: 'bm8' }],
      ['comment.list', { page, limit: 1e9 }],
      ['comment.list', { page, sort: 'random' }],
      ['page.join', { page, around: 'x' }],
      ['visitor.rename', { name: null, commandId }],
      ['visitor.rename', { name: 'Ana', commandId, role: 'admin' }],
      ['visitor.export', { before: 'marks.1.1' }],
      ['visitor.erase', {}],
      ['visitor.erase', { commandId, visitorId: 'x' }],
      ['moderation.act', { action: 'remove', commandId }],
      ['constructor', {}],
      ['toString', {}],
      ['__proto__', {}],
    ];
    for (const [event, ...args] of tries) {
      expect(await visitor.raw(event, ...args), JSON.stringify([event, args])).toMatchObject({
        ok: false,
        error: { code: 'bad_request', message: expect.stringMatching(/^unable to /) as string },
      });
    }
    expect(await witness.join(page)).toEqual(before);
    expect(witness.socket.connected && visitor.socket.connected).toBe(true);
  });

  it('BI-2: a command without an acknowledgement is dropped and counted', async () => {
    const { url } = await startTestServer();
    const visitor = await Visitor.connect(url);
    visitor.socket.emit('reaction.set', { page, kind: 'like', commandId });
    expect(await visitor.join(page)).toMatchObject({ tally: { counts: { like: 0 } } });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('huzzah_commands_dropped_total 1');
  });

  it('BI-3: a frame over 16 kB ends that connection, and no other', async () => {
    const { url } = await startTestServer();
    const [big, other] = [await Visitor.connect(url), await Visitor.connect(url)];
    big.socket.emit('page.join', { page: 'x'.repeat(17_000) }, () => {});
    await vi.waitFor(() => expect(big.socket.connected).toBe(false), soon);
    expect(await other.join(page)).toMatchObject({ ok: true });
    const polled = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await polled.text()).slice(1)) as { sid: string };
    const tooLarge = await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
      method: 'POST',
      body: '4'.repeat(17_000),
    });
    expect(tooLarge.status).toBe(413);
    const after = await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body: '40' });
    expect(after.status).toBe(400);
  });

  it.each([
    '9',
    '4',
    '42',
    '4{"x"',
    '42["page.join"',
    '45-',
    '451-["x",{"_placeholder":true,"num":0}]',
    '4\u0000',
    '42["disconnect",{}]',
    '46',
    '3probe',
    '\ud800',
  ])('BI-4: %j as a frame ends that connection at most, and no other', async (frame) => {
    const { url } = await startTestServer();
    const other = await Visitor.connect(url);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send('40{"v":1,"site":"default"}');
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(frame);
    socket.send(Buffer.from([0xff, 0x00, 0x01]));
    expect(await other.join(page)).toMatchObject({ ok: true });
    socket.terminate();
  });

  it('BI-7: a packet that comes after its connection has ended does nothing', async () => {
    const { url } = await startTestServer();
    const watcher = await Visitor.connect(url);
    const handshake = await (await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    const address = `${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    await fetch(address, { method: 'POST', body: '40{"v":1,"site":"default"}' });
    await fetch(address);
    await fetch(address, {
      method: 'POST',
      body: `420["page.join",{"page":"p"}]\u001e41\u001e421["page.join",{"page":"p"}]\u001e1`,
    });
    await vi.waitFor(async () => expect(await metric(url, 'huzzah_connections')).toBe(1), soon);
    expect(await watcher.join('p')).toMatchObject({ occupancy: { visitors: 1, connections: 1 } });
    expect(await metric(url, 'huzzah_viewers')).toBe(1);
  });

  it.each(['40/admin,', '40{"v":1,"site":"nowhere"}', '40{"v":1,"site":"default"}'])(
    'BI-8: one who knocks again and again with %s is shut out',
    async (knock) => {
      const { url } = await startTestServer();
      const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
      await new Promise((resolve) => socket.once('message', resolve));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      for (let i = 0; i < 50; i += 1) socket.send(knock);
      await closed;
      expect(await metric(url, 'huzzah_connections')).toBe(0);
    },
  );

  it('BI-9: one who never polls is ended once more than the budget waits for him', async () => {
    const { url } = await startTestServer();
    const handshake = await (await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    const address = `${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    const commands = Array.from({ length: 1_000 }, (_, i) => `42${i}["x",{}]`).join('\u001e');
    await fetch(address, { method: 'POST', body: '40{"v":1,"site":"default"}' });
    // He is let in: what comes before that ends him for another reason.
    while (!(await (await fetch(address)).text()).includes('40{'));
    const statuses = [];
    for (let i = 0; i < 10; i += 1) statuses.push((await fetch(address, { method: 'POST', body: commands })).status);
    expect(statuses.at(-1)).toBe(400);
    expect(await metric(url, 'huzzah_connections')).toBe(0);
  });

  it.each([
    ['a command', '420["page.leave",{"page":"p"}]'],
    ['what is no packet', '4{"x"'],
    ['a goodbye', '41'],
  ])('BI-10: one who says %s before he is let in is ended at once, a poller that never polls too', async (_, early) => {
    const { url } = await startTestServer();
    const handshake = await (await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    const address = `${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    await fetch(address, { method: 'POST', body: `40{"v":1,"site":"default"}\u001e${early}` });
    expect((await fetch(address, { method: 'POST', body: early })).status).toBe(400);
    expect(await metric(url, 'huzzah_connections')).toBe(0);
  });

  it('BI-11: one who pings and never reads the answers is ended', async () => {
    const { url } = await startTestServer();
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await new Promise((resolve) => socket.once('message', resolve));
    const { _socket: wire } = socket as unknown as { _socket: Socket };
    wire.pause();
    const ended = new Promise((resolve) => wire.once('close', resolve).once('error', resolve));
    let isEnded = false;
    void ended.then(() => (isEnded = true));
    const ping = 'x'.repeat(125);
    while (!isEnded) {
      for (let i = 0; i < 500; i += 1) socket.ping(ping, true, () => {});
      await Promise.race([ended, new Promise((resolve) => wire.once('drain', resolve)), new Promise(setImmediate)]);
    }
    await vi.waitFor(async () => expect(await metric(url, 'huzzah_connections')).toBe(0), soon);
  });

  it('BI-33: one who said goodbye and stays is ended', async () => {
    const { url } = await startTestServer();
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send('40{"v":1,"site":"default"}');
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send('41');
    await closed;
    expect(await metric(url, 'huzzah_connections')).toBe(0);
  });

  it('BI-5: HTTP that is wrong gets the table’s status and code, and the server lives on', async () => {
    const { url } = await startTestServer();
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${url}${path}`, init);
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    };
    const json = (body: string) => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(await ask('/api/v1/sites/nowhere/page?page=a')).toEqual([404, 'site_unknown']);
    expect(await ask('/api/v1/sites/default/page')).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/page?page=')).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/page?page=%00')).toEqual([400, 'bad_request']);
    expect(await ask(`/api/v1/sites/default/counts?${'page=a&'.repeat(101)}`)).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/counts', json('{'))).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/counts', json('{"pages":"a"}'))).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/counts', json('{"pages":[7]}'))).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/counts', json('null'))).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/counts', json(`"${'x'.repeat(200_000)}"`))).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/%zz/page?page=a')).toEqual([400, 'bad_request']);
    expect(await ask('/api/v1/sites/default/page?page=a&page=b')).toEqual([400, 'bad_request']);
    expect(await ask('/no/such/path')).toEqual([404, 'not_found']);
    expect(await ask('/..%2f..%2fetc/passwd')).toEqual([404, 'not_found']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('BI-6: bytes that are no HTTP at all end that connection', async () => {
    const { url, port } = await startTestServer();
    const { connect } = await import('node:net');
    const socket = connect(port, '127.0.0.1');
    socket.write('\u0016\u0003\u0001nonsense\r\n\r\n');
    await new Promise((resolve) =>
      socket
        .once('close', resolve)
        .on('error', () => {})
        .resume(),
    );
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await new Promise((resolve) => request(`${url}/socket.io/?EIO=9&transport=nope`, resolve).end());
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});
