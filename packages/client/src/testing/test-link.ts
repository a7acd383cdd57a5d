import { PROTOCOL_VERSION, type Auth, type CommandName, type PagePulse, type Reply } from '@huzzah/protocol';
import type { VisitorSession, WireError } from '@huzzah/protocol';
import type { Link, LinkListener } from '../link.js';
import { ACK, CONNECT, CONNECT_ERROR, EVENT, OPEN } from '../packets.js';
import type { AnyInput, TestPage } from './test-page.js';
import type { TestReader } from './test-reader.js';

/** A test server is never silent for too long: what ends a connection is the test. */
const PATIENCE_MS = 1_000_000_000;

/** What a link asks of its server. */
interface LinkServer {
  /** Runs soon, after all that was asked before. */
  soon(run: () => void): void;
  /** Lets a visitor in, or says why not. */
  admit(link: TestLink, auth: Auth): VisitorSession | WireError;
  answer(link: TestLink, name: CommandName, input: AnyInput): Reply;
  /** It was closed by its client. */
  left(link: TestLink): void;
}

/** One client’s way to a test server: the packets that cross a network, without one. */
export class TestLink implements Link {
  /** The pages that were joined over it. */
  readonly joined = new Map<TestPage, TestReader>();
  /** Who came with it; `null` where the server makes somebody up. */
  readonly visitorId: string | null;
  readonly #server: LinkServer;
  readonly #listener: LinkListener;
  #isOver = false;
  #sid = 0;

  constructor(server: LinkServer, listener: LinkListener, visitorId: string | null) {
    this.#server = server;
    this.#listener = listener;
    this.visitorId = visitorId;
  }

  opened(): void {}

  /** Greets the client. */
  greet(): void {
    const handshake = { sid: `${(this.#sid += 1)}`, pingInterval: PATIENCE_MS, pingTimeout: 0, maxPayload: 1_000_000 };
    this.#say(OPEN, handshake);
  }

  send(packet: string): void {
    if (packet.startsWith(CONNECT)) {
      const auth = JSON.parse(packet.slice(CONNECT.length)) as Auth;
      this.#server.soon(() => this.#admit(auth));
    } else if (packet.startsWith(EVENT)) {
      const [, id, json] = /^42(\d+)(.*)$/s.exec(packet)!;
      const [name, input] = JSON.parse(json!) as [CommandName, AnyInput];
      this.#server.soon(() => {
        if (!this.#isOver) this.#say(ACK + id, [this.#server.answer(this, name, input)]);
      });
    }
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#server.left(this);
  }

  /** The network is gone: neither side hears any more of the other. */
  cut(): void {
    this.#isOver = true;
    this.#listener.closed();
  }

  tell(event: 'visitor.session' | 'page.pulse', data: VisitorSession | PagePulse): void {
    this.#say(EVENT, [event, data]);
  }

  #admit(auth: Auth): void {
    if (this.#isOver) return;
    const answer: VisitorSession | WireError =
      auth.v === PROTOCOL_VERSION
        ? this.#server.admit(this, auth)
        : { code: 'unsupported_version', message: `unable to speak version ${String(auth.v)}` };
    if ('code' in answer) return this.#say(CONNECT_ERROR, { message: answer.message, data: answer });
    this.#say(CONNECT, { sid: 'test' });
    this.tell('visitor.session', answer);
  }

  /** What is said crosses as text: nobody holds an object of the other’s. */
  #say(type: string, data: object): void {
    const packet = type + JSON.stringify(data);
    this.#server.soon(() => {
      if (!this.#isOver) this.#listener.heard(packet);
    });
  }
}
