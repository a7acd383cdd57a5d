/** Connections that speak the wire byte by byte, and send what no client would. */
import { ERRORS, type WireError } from '@huzzah/protocol';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** One connection that was let in, over either transport. */
export interface Line {
  /** Whether the server has ended it. */
  readonly isOver: boolean;
  /** Replies that came. */
  readonly replies: number;
  /** Sends these at once; resolves once there are `count` replies, one to `ack` where it is given, or the line is over. */
  exchange(frames: readonly string[], count: number, ack?: number): Promise<void>;
  /** Says goodbye where it is not over. */
  close(): Promise<void>;
}

const AUTH = JSON.stringify({ v: 1, site: 'default' });

/** What the server has said; throws at a reply that is none of the protocol’s. */
class Heard {
  replies = 0;
  readonly acks = new Set<number>();
  hello: string | undefined;

  read(packet: string): void {
    if (packet.startsWith('40') || packet.startsWith('44')) this.hello ??= packet;
    if (packet.startsWith('44')) mustBeTyped(packet, (JSON.parse(packet.slice(2)) as { data?: WireError }).data);
    if (!packet.startsWith('43')) return;
    this.replies += 1;
    const start = packet.indexOf('[');
    this.acks.add(Number(packet.slice(2, start)));
    if (packet.startsWith('[{"ok":true', start)) return;
    const [reply] = JSON.parse(packet.slice(start)) as [{ ok?: unknown; error?: WireError }?];
    mustBeTyped(packet, reply?.ok === false ? reply.error : undefined);
  }

  has(count: number, ack: number | undefined): boolean {
    return this.replies >= count && (ack === undefined || this.acks.has(ack));
  }
}

function mustBeTyped(packet: string, error: WireError | undefined): void {
  if (error === undefined || !Object.hasOwn(ERRORS, error.code) || error.code === 'internal')
    throw new Error(`no typed refusal: ${packet}`);
  if (!/^unable to ./.test(error.message) || error.message.length > 1_000) throw new Error(`no message: ${packet}`);
}

/** A whole frame of a WebSocket from a client, masked by a key of zeros. */
export function webSocketFrame(payload: Buffer, first = 0x81): Buffer {
  const { length } = payload;
  const head =
    length < 126 ? Buffer.from([first, 0x80 | length]) : Buffer.from([first, 0x80 | 126, length >> 8, length & 255]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

const TEXT = 1;
const CLOSE = 8;

/** Over WebSocket: all frames of an exchange go in one write. */
export class WebSocketLine implements Line {
  isOver = false;
  readonly #socket: Socket;
  readonly #heard = new Heard();
  #rest: Buffer = Buffer.alloc(0);
  #isUpgraded = false;
  #fault: Error | undefined;
  #wake: () => void = () => {};

  private constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.#socket.on('data', (chunk) => {
      try {
        this.#read(chunk);
      } catch (error) {
        this.#fault ??= error as Error;
      }
      this.#wake();
    });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isOver = true;
      this.#wake();
    });
    this.#socket.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n' +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
  }

  /** With a good `auth` it is let in; with any other the line knows whether it was. */
  static async connect(port: number, auth = AUTH): Promise<WebSocketLine> {
    const line = new WebSocketLine(port);
    await line.#until(() => line.#isUpgraded);
    line.#write([`40${auth}`]);
    await line.#until(() => line.#heard.hello !== undefined);
    return line;
  }

  get replies(): number {
    return this.#heard.replies;
  }

  get isIn(): boolean {
    return this.#heard.hello?.startsWith('40') === true && !this.isOver;
  }

  async exchange(frames: readonly string[], count: number, ack?: number): Promise<void> {
    this.#write(frames);
    await this.#until(() => this.#heard.has(count, ack));
  }

  /** Writes these bytes, and no more; resolves once the server has ended it too. */
  async end(bytes: Buffer): Promise<void> {
    this.#socket.end(bytes);
    await this.#until(() => false);
  }

  async close(): Promise<void> {
    this.#socket.destroy();
  }

  #write(frames: readonly string[]): void {
    this.#socket.write(Buffer.concat(frames.map((frame) => webSocketFrame(Buffer.from(frame)))));
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.isOver && this.#fault === undefined) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#fault !== undefined) throw this.#fault;
  }

  #read(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#isUpgraded) {
      const end = bytes.indexOf('\r\n\r\n');
      this.#isUpgraded = end >= 0;
      bytes = this.#isUpgraded ? bytes.subarray(end + 4) : bytes;
    }
    while (this.#isUpgraded && bytes.length >= 2) {
      const short = bytes[1]! & 127;
      const start = short === 126 ? 4 : 2;
      if (short === 127) throw new Error('a frame longer than any');
      if (bytes.length < start) break;
      const end = start + (short === 126 ? bytes.readUInt16BE(2) : short);
      if (bytes.length < end) break;
      const kind = bytes[0]! & 15;
      if (kind === TEXT) this.#hear(bytes.toString('utf8', start, end));
      if (kind === CLOSE) this.#socket.end();
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
  }

  #hear(text: string): void {
    if (text === '2') this.#write(['3']);
    else this.#heard.read(text);
  }
}

const SEPARATOR = '\u001e';

/** Over long-polling: all frames of an exchange go in one POST. */
export class PollingLine implements Line {
  isOver = false;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #heard = new Heard();
  #query = '';

  private constructor(port: number) {
    this.#port = port;
  }

  static async connect(port: number): Promise<PollingLine> {
    const line = new PollingLine(port);
    const { sid } = JSON.parse((await line.ask('GET')).body.slice(1)) as { sid: string };
    line.#query = `&sid=${sid}`;
    await line.#post(`40${AUTH}`);
    await line.#pollUntil(() => line.#heard.hello !== undefined);
    return line;
  }

  get replies(): number {
    return this.#heard.replies;
  }

  async exchange(frames: readonly string[], count: number, ack?: number): Promise<void> {
    await this.#post(frames.join(SEPARATOR));
    await this.#pollUntil(() => this.#heard.has(count, ack));
  }

  async close(): Promise<void> {
    if (!this.isOver) await this.#post('1');
    this.#agent.destroy();
  }

  /** Any request to its address. */
  ask(method: string, body = '', headers: Record<string, string> = {}, more = ''): Promise<Answer> {
    const path = `/socket.io/?EIO=4&transport=polling${this.#query}${more}`;
    return new Promise((resolve, reject) => {
      const asked = request({ port: this.#port, host: '127.0.0.1', path, method, headers, agent: this.#agent });
      asked.on('error', reject).on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode!, body: text }));
      });
      asked.end(body);
    });
  }

  async #post(body: string): Promise<void> {
    const { status } = await this.ask('POST', body, { 'content-type': 'text/plain;charset=UTF-8' });
    this.isOver ||= status !== 200;
  }

  async #pollUntil(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.isOver) {
      const { status, body } = await this.ask('GET');
      this.isOver = status !== 200;
      for (const packet of this.isOver ? [] : body.split(SEPARATOR)) {
        if (packet === '2') await this.#post('3');
        else if (packet === '1') this.isOver = true;
        else this.#heard.read(packet);
      }
    }
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}
