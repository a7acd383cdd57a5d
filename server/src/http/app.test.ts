import { LIMITS } from '@huzzah/protocol';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeApp } from './app.js';

describe('the HTTP server', () => {
  it('BI-34: a request that does not come whole in its time is ended', async () => {
    const app = await makeApp(() => {});
    onTestFinished(() => app.close());
    app.post('/x', () => 'ok');
    await app.listen({ port: 0, host: '127.0.0.1' });
    expect(app.server).toMatchObject({ requestTimeout: LIMITS.requestMs, headersTimeout: LIMITS.requestMs });
    // Nobody waits for so long here: what ends it is the same.
    Object.assign(app.server, { requestTimeout: 100, headersTimeout: 100 });
    for (const part of [
      'POST /x HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\nx',
      'GET /x HTTP/1.1\r\nHost',
    ]) {
      const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
      let said = '';
      socket.setEncoding('utf8').on('data', (text: string) => (said += text));
      socket.write(part);
      await new Promise((resolve) => socket.once('close', resolve));
      expect(said).toMatch(/^HTTP\/1.1 408 /);
    }
  });
});
