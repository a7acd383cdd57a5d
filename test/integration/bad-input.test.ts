import { request } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer } from '../helpers/server.js';
import { Visitor } from '../helpers/visitor.js';

const page = 'https://news.example/a';
const commandId = crypto.randomUUID();

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
    await vi.waitFor(() => expect(big.socket.connected).toBe(false));
    expect(await other.join(page)).toMatchObject({ ok: true });
    const polled = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await polled.text()).slice(1)) as { sid: string };
    const tooLarge = await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
      method: 'POST',
      body: '4'.repeat(17_000),
    });
    expect(tooLarge.status).toBe(413);
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
    expect((await ask('/api/v1/sites/default/counts', json(`"${'x'.repeat(200_000)}"`)))[0]).toBe(413);
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
