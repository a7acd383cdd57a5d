import type { Auth, CommandInputs, CommandName, CommandResults } from '@huzzah/protocol';
import type { PagePulse, Reply, VisitorNotice, VisitorSession, WireError } from '@huzzah/protocol';
import { backoff } from './backoff.js';
import type { OpenLink } from './link.js';
import { HuzzahRefusal, retryOf } from './refusal.js';
import { Socket } from './socket.js';
import { ways, type Ways } from './ways.js';

const FIRST_PAUSE_MS = 500;
/** Spread by a half, so 5 s at most. */
const LONGEST_PAUSE_MS = 3_300;
/** The pause after a refusal that passes, where the server says none. */
const REFUSED_PAUSE_MS = 2_000;
/** Where WebSocket was blocked it will be for a while; a network that is changed, or mended, is worth another try. */
const BLOCKED_MS = 600_000;

/** What a transport tells the connection that owns it. */
export interface TransportListener {
  /** Connected and known; `session` again whenever identity or configuration changes. */
  session(session: VisitorSession): void;
  pulse(pulse: PagePulse): void;
  /** Not connected any more, or not yet; the transport goes on trying. */
  down(): void;
  /** The server will not have this client as it is, and the transport has stopped trying. */
  refused(error: WireError): void;
  /** What to show at the next try to connect. */
  auth(): Promise<Auth>;
}

/** The way to a server: WebSocket first, long-polling where that is blocked; comes back by itself, with jitter. */
export class Transport {
  readonly #server: string;
  readonly #listener: TransportListener;
  readonly #ways: Ways;
  #socket: Socket | undefined;
  #failures = 0;
  /** Runs during the pause before the next try. */
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Until then polling is tried first, epoch ms. */
  #blockedUntil = 0;
  /** When the server, which restarts, wants us back, epoch ms; 0: it has not said. */
  #wantedAt = 0;

  constructor(server: string, listener: TransportListener, to = ways) {
    this.#server = server;
    this.#listener = listener;
    this.#ways = to;
  }

  /** Another way to the same server. */
  beside(listener: TransportListener): Transport {
    return new Transport(this.#server, listener, this.#ways);
  }

  get isConnected(): boolean {
    return this.#socket?.isConnected === true;
  }

  open(): void {
    this.close();
    const { webSocket, polling } = this.#ways;
    if (Date.now() < this.#blockedUntil) this.#try(polling, webSocket);
    else this.#try(webSocket, polling);
  }

  /** Ends the connection and begins a new one at once, with a fresh `auth`. */
  reopen(): void {
    const wasConnected = this.isConnected;
    this.open();
    if (wasConnected) this.#listener.down();
  }

  /** Tries now instead of at the end of a pause: the network is back, or the reader is. */
  hurry(): void {
    this.#socket?.check();
    if (this.#pause !== undefined) this.reopen();
  }

  /** The network has gone: what it carried is lost. */
  lost(): void {
    if (!this.isConnected) return;
    this.close();
    this.#ended(undefined);
  }

  /** Ends the connection, or the pause; the listener hears no more. */
  close(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#socket?.close();
  }

  /** Asks, and resolves with the result; rejects with a {@link HuzzahRefusal}, or with another error where the reply was lost. */
  async request<Name extends CommandName>(name: Name, input: CommandInputs[Name]): Promise<CommandResults[Name]> {
    this.#socket?.check();
    if (!this.#socket?.isConnected) throw new Error('not connected');
    const reply = (await this.#socket.request(name, input)) as Reply<CommandResults[Name]>;
    if (!reply.ok) throw new HuzzahRefusal(reply.error);
    return reply;
  }

  /** Opens the first of these links, and where it does not come to life the other. */
  #try(openLink: OpenLink, other?: OpenLink): void {
    const socket = new Socket(openLink, this.#server, {
      auth: () => this.#listener.auth(),
      connected: () => {
        this.#failures = 0;
        if (openLink === this.#ways.webSocket) this.#blockedUntil = 0;
        else if (other === undefined) this.#blockedUntil = Date.now() + BLOCKED_MS;
      },
      heard: (event, data) => {
        if (event === 'visitor.session') this.#listener.session(data as VisitorSession);
        if (event === 'page.pulse') this.#listener.pulse(data as PagePulse);
        if (event === 'visitor.notice') this.#noticed(data as VisitorNotice);
      },
      ended: (refusal) => {
        if (other !== undefined && !socket.wasGreeted) this.#try(other);
        else this.#ended(refusal as WireError | undefined);
      },
    });
    this.#socket = socket;
  }

  #noticed({ code, retryAfterMs = 0 }: VisitorNotice): void {
    if (code === 'restarting') this.#wantedAt = Date.now() + retryAfterMs;
  }

  #ended(error: WireError | undefined): void {
    if (error !== undefined && retryOf(error.code) === 'never') return this.#listener.refused(error);
    this.#failures += 1;
    const pauseMs = error
      ? (error.retryAfterMs ?? REFUSED_PAUSE_MS) * (1 + Math.random())
      : this.#wantedAt > 0
        ? Math.max(0, this.#wantedAt - Date.now())
        : backoff(this.#failures, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    this.#wantedAt = 0;
    this.#pause = setTimeout(() => this.open(), pauseMs);
    this.#listener.down();
  }
}
