import type {
  Auth,
  CommandName,
  Comment,
  PagePulse,
  Reply,
  VisitorNotice,
  VisitorSession,
  WireError,
} from '@huzzah/protocol';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { onTestFinished } from 'vitest';

type Wire = Partial<ManagerOptions & SocketOptions>;

/** What a reply may hold, loosely: black-box tests look at the wire, not at our types. */
export type Loose = Reply & Record<string, unknown> & { error?: WireError };

/** A visitor who speaks the wire by hand: no client code of ours between the test and the server. */
export class Visitor {
  readonly socket: Socket;
  readonly pulses: PagePulse[] = [];
  readonly notices: VisitorNotice[] = [];
  /** The newest. */
  session!: VisitorSession;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('page.pulse', (pulse: PagePulse) => this.pulses.push(pulse));
    socket.on('visitor.notice', (notice: VisitorNotice) => this.notices.push(notice));
    socket.on('visitor.session', (session: VisitorSession) => (this.session = session));
  }

  /** Connects and has its session; rejects with the `connect_error`, whose `data` is the refusal. */
  static async connect(url: string, auth: Partial<Auth> | object = {}, wire: Wire = {}): Promise<Visitor> {
    const socket = io(url, {
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      timeout: 90_000,
      auth: { v: 1, site: 'default', ...auth },
      ...wire,
    });
    onTestFinished(() => void socket.disconnect());
    const visitor = new Visitor(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('visitor.session', resolve);
      socket.once('connect_error', reject);
    });
    return visitor;
  }

  /** Sends any event with any arguments, and gives the reply as it comes. */
  async raw(event: string, ...args: unknown[]): Promise<Loose> {
    return (await this.socket.timeout(90_000).emitWithAck(event, ...args)) as Loose;
  }

  command(name: CommandName, input: unknown): Promise<Loose> {
    return this.raw(name, input);
  }

  react(page: string, kind: string | null, commandId: string = crypto.randomUUID()): Promise<Loose> {
    return this.command('reaction.set', { page, kind, commandId });
  }

  post(page: string, body: string, more: object = {}): Promise<Loose> {
    return this.command('comment.post', { page, body, commandId: crypto.randomUUID(), ...more });
  }

  /** Posts what must be accepted, and gives the comment. */
  async posted(page: string, body: string, more: object = {}): Promise<Comment> {
    const reply = await this.post(page, body, more);
    if (!reply.ok) throw new Error(`not posted: ${JSON.stringify(reply.error)}`);
    return reply['comment'] as Comment;
  }

  /** A command on a comment, under a new commandId unless one is given. */
  act(name: CommandName, page: string, id: string, more: object = {}): Promise<Loose> {
    return this.command(name, { page, id, commandId: crypto.randomUUID(), ...more });
  }

  join(page: string, more: object = {}): Promise<Loose> {
    return this.command('page.join', { page, ...more });
  }
}

/** The refusal of a connection that must fail. */
export async function refusalOf(connecting: Promise<unknown>): Promise<WireError | undefined> {
  const error = await connecting.then(
    () => {
      throw new Error('it was let in');
    },
    (refused: Error & { data?: WireError }) => refused,
  );
  return error.data;
}
