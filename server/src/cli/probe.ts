/** What the public address answers, asked as a browser elsewhere would. */
import { request as askHttp, type IncomingMessage } from 'node:http';
import { request as askHttps } from 'node:https';

const PATIENCE_MS = 5_000;

export interface Answers {
  /** Of `/healthz`. */
  readonly status: number | null;
  /** Whether it is a Huzzah server that answers. */
  readonly isHuzzah: boolean;
  /** Where it sends us instead. */
  readonly location: string | null;
  /** The time by its clock, and when we read that by ours, epoch ms. */
  readonly date: { readonly theirs: number; readonly ours: number } | null;
  /** Of the handshake of a WebSocket; 101 is what it should be. */
  readonly upgrade: number | null;
  /** Why nothing answers. */
  readonly failure: string | null;
}

export async function answersOf(url: string): Promise<Answers> {
  const none = { status: null, isHuzzah: false, location: null, date: null, upgrade: null };
  try {
    const { response, body } = await ask(`${url}/healthz`, {});
    const { date, location } = response.headers;
    const upgrade = await ask(`${url}/socket.io/?EIO=4&transport=websocket`, {
      origin: url,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    });
    return {
      status: response.statusCode ?? null,
      isHuzzah: body === '{"status":"alive"}',
      location: location ?? null,
      date: date === undefined ? null : { theirs: Date.parse(date), ours: Date.now() },
      upgrade: upgrade.response.statusCode ?? null,
      failure: null,
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { ...none, failure: message || code || 'it does not answer' };
  }
}

function ask(url: string, headers: Record<string, string>): Promise<{ response: IncomingMessage; body: string }> {
  const send = url.startsWith('https:') ? askHttps : askHttp;
  return new Promise((done, fail) => {
    const request = send(url, { headers, timeout: PATIENCE_MS, agent: false });
    request.on('timeout', () => request.destroy(new Error(`it does not answer within ${PATIENCE_MS / 1_000} s`)));
    request.on('error', fail);
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      done({ response, body: '' });
    });
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('error', fail);
      response.on('data', (chunk: string) => (body = (body + chunk).slice(0, 1_000)));
      response.on('end', () => done({ response, body }));
    });
    request.end();
  });
}
