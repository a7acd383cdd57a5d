import { LIMITS, SOCKET_PATH, type ServerEvents } from '@huzzah/protocol';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { WebSocketServer } from 'ws';
import { admits, isAllowedOrigin } from '../core/origins.js';
import type { LiveSites } from '../core/live-sites.js';
import { StoreError, type Clock } from '../core/ports.js';
import { refusalOf } from '../core/refusal.js';
import { describeSite } from '../core/sites.js';
import { PresentVisitors, type VisitorConnection } from '../core/visitor.js';
import { admit, type Admitted, type Gate } from './admission.js';
import { drain } from './drain.js';
import { Dispatch, type DispatchReport } from './dispatch.js';
import { endWhenTooLarge, endWithSocketIo, watchKnocks } from './doorstep.js';
import type { Engine } from './engine.js';
import type { Caller } from './caller.js';
import { Heartbeat } from './heartbeat.js';
import { makeHandlers, type Rules } from './handlers.js';
import { ConnectedViewer, Outlet } from './outlet.js';
import { Turns } from './turns.js';

/** A socket that never says which namespace it wants is nobody's. */
const SAY_HELLO_WITHIN_MS = 10_000;
/** A poller asks again as soon as he has an answer; one who does not in this time has gone, in ms. */
const TELL_POLLER_WITHIN_MS = 1_000;

type HuzzahSocket = Socket<Record<string, never>, Omit<ServerEvents, 'page.pulse'>, never, Admitted>;

/** The parts of Engine.IO's server that we use. */
interface EngineServer {
  readonly clients: Record<string, Engine>;
  on(event: 'connection', listener: (engine: Engine) => void): void;
  use(middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): void;
}

export interface TransportOptions {
  readonly gate: Gate;
  readonly rules: Rules;
  readonly clock: Clock;
  readonly report: DispatchReport;
  /** Told of a visitor who has changed by what he did here. */
  readonly visitorChanged: (site: string, visitorId: string) => void;
}

/** Socket.IO on an HTTP server: the handshake, and a caller for each connection. */
export class Transport {
  readonly #io: Server;
  readonly #rules: Rules;
  readonly #visitors: PresentVisitors;
  readonly #callers = new Map<Socket, Caller>();
  readonly #heartbeat = new Heartbeat(LIMITS.pingIntervalMs, LIMITS.pingTimeoutMs);

  constructor(http: HttpServer, options: TransportOptions) {
    const { gate, rules, clock, report, visitorChanged } = options;
    const { sites, turnedAway } = gate;
    this.#rules = rules;
    this.#visitors = new PresentVisitors(visitorChanged);
    this.#io = new Server(http, {
      path: SOCKET_PATH,
      serveClient: false,
      pingInterval: LIMITS.pingIntervalMs,
      pingTimeout: LIMITS.pingTimeoutMs,
      connectTimeout: SAY_HELLO_WITHIN_MS,
      maxHttpBufferSize: LIMITS.frameBytes,
      // The one that Socket.IO brings answers every ping of one who never reads.
      wsEngine: WebSocketServer,
      cors: { origin: (origin, allow) => allow(null, origin !== undefined && isAllowedOrigin(origin, sites.origins)) },
      // `cors` does not guard the WebSocket transport, and the reason must be a string.
      allowRequest: (request, decide) => {
        if (isJsonp(request)) return decide('jsonp_denied', false);
        // Before a site is named, it is checked against all of them.
        const isAdmitted = admits(request.headers, sites.origins);
        if (!isAdmitted) turnedAway.origin('default', request.headers.origin);
        decide(isAdmitted ? null : 'origin_denied', isAdmitted);
      },
    });
    this.#io.use((socket, next) => {
      admit(socket, gate).then(
        (admitted) => {
          Object.assign(socket.data, admitted);
          next();
        },
        (error: unknown) => {
          const refusal = refusalOf(error, report.fault.bind(report));
          next(Object.assign(new Error(refusal.message), { data: refusal.toWire() }));
        },
      );
    });
    const { engine } = this.#io as unknown as { engine: EngineServer };
    const outlets = new WeakMap<Engine, Outlet>();
    engine.on('connection', (connection) => {
      // Half a minute otherwise: it would hold up the end of the server.
      connection.transport.closeTimeout = TELL_POLLER_WITHIN_MS;
      watchKnocks(connection);
      endWithSocketIo(connection);
      const outlet = new Outlet(connection);
      outlets.set(connection, outlet);
      this.#heartbeat.watch(connection, outlet);
    });
    engine.use((request, response, next) => {
      endWhenTooLarge(engine.clients, request, response);
      next();
    });
    const parts: Parts = {
      dispatch: new Dispatch(makeHandlers(rules), report),
      visitors: this.#visitors,
      callers: this.#callers,
      sites,
      rules,
      clock,
      // A store in trouble is said elsewhere; what was not told comes with the next join.
      fault: (error) => error instanceof StoreError || report.fault(error),
    };
    this.#io.on('connection', (socket) => {
      const outlet = outlets.get(socket.conn as unknown as Engine);
      if (outlet) serve(socket as HuzzahSocket, outlet, parts);
    });
    sites.watch((id, site) => {
      for (const visitor of parts.visitors.of(id)) {
        for (const connection of visitor.connections) connection.siteChanged(site);
        if (site !== undefined) void rules.engagement.retellOwn(visitor, site).catch(parts.fault);
      }
    });
  }

  get connections(): number {
    return this.#io.engine.clientsCount;
  }

  /** The pages that the visitor's connections here are on. */
  pagesOf(site: string, visitorId: string): ReadonlySet<string> {
    const connections = [...(this.#visitors.get(site, visitorId)?.connections ?? [])];
    return new Set(connections.flatMap(({ pages }) => [...pages]));
  }

  /** A visitor has changed elsewhere: where he has connections here, they hear it. */
  async visitorChanged(site: string, visitorId: string): Promise<void> {
    if (this.#visitors.get(site, visitorId) === undefined) return;
    const record = await this.#rules.identity.read(site, visitorId);
    if (record !== undefined) this.#visitors.get(site, visitorId)?.learn(record);
  }

  /**
   * Tells every client when to come back, spread over some seconds, and ends its connection then, with
   * nothing of it under way; resolves once the last one has ended.
   */
  async drain(): Promise<void> {
    await drain([...this.#callers].map(([socket, caller]) => ({ socket, caller })));
  }

  /** Ends every connection; clients come back by themselves. */
  close(): void {
    // `disconnectSockets` would leave the clients dead; a closed transport lets them return.
    for (const socket of this.#io.sockets.sockets.values()) socket.conn.close();
    this.#io.engine.close();
    this.#heartbeat.close();
  }
}

/** What all connections share. */
interface Parts {
  readonly dispatch: Dispatch;
  readonly visitors: PresentVisitors;
  readonly callers: Map<Socket, Caller>;
  readonly sites: LiveSites;
  readonly rules: Rules;
  readonly clock: Clock;
  readonly fault: (error: unknown) => unknown;
}

/** A script of any page's reads it, and many a browser says nothing of where that is. */
function isJsonp({ url = '' }: IncomingMessage): boolean {
  return new URL(url, 'http://localhost').searchParams.has('j');
}

function serve(socket: HuzzahSocket, outlet: Outlet, parts: Parts): void {
  const { dispatch, visitors, callers, sites, rules, clock, fault } = parts;
  const { record, address } = socket.data;
  let { site, identified } = socket.data;
  const pages = new Set<string>();
  const connection: VisitorConnection = {
    pages,
    get token() {
      return identified.token;
    },
    changed() {
      const now = clock.now();
      const { token } = identified;
      socket.emit('visitor.session', { visitor: visitor.shown, token, site: describeSite(site), now });
    },
    becomes(other, how) {
      const { visitorId: formerId } = identified;
      visitor = other;
      identified = how;
      if (formerId === other.id) return;
      viewer.visitorId = other.id;
      for (const page of pages) rules.engagement.identified(site, page, viewer, formerId);
    },
    siteChanged(now) {
      // A closed transport lets the client return, and be told why it may not.
      if (now === undefined || !admits(socket.request.headers, now.origins)) return socket.conn.close();
      site = now;
      connection.changed();
    },
    notify: (notice) => void socket.emit('visitor.notice', notice),
  };
  const viewer = new ConnectedViewer(identified.visitorId, outlet);
  let visitor = visitors.arrive(site.id, identified, record, connection);
  const room = () => outlet.room();
  const caller: Caller = {
    get site() {
      return site;
    },
    get visitor() {
      return visitor;
    },
    get isOver() {
      return identified.endsAt !== null && identified.endsAt <= clock.now();
    },
    become(how) {
      visitors.identify(visitor, connection, how);
      void rules.engagement.retellOwn(visitor, site).catch(fault);
    },
    lastIdentity: null,
    address,
    pages,
    room,
    turns: new Turns(room),
    underWay: 0,
    isGone: false,
    viewer,
  };
  callers.set(socket, caller);
  // It may have become another while this one was let in.
  const present = sites.get(site.id);
  if (present === site) connection.changed();
  else connection.siteChanged(present);
  socket.onAny((event: unknown, ...args: unknown[]) => {
    // Socket.IO hands on packets of a connection that has ended in the meantime.
    if (!socket.connected || outlet.isClosing) return;
    void dispatch.run(caller, event, args);
  });
  socket.on('disconnect', () => {
    caller.isGone = true;
    callers.delete(socket);
    for (const page of pages) rules.engagement.leave(caller, page);
    pages.clear();
    visitors.depart(visitor, connection);
    // One who said goodbye would be pinged for as long as he likes. `close` would wait for a poller that never polls.
    (socket.conn as unknown as Engine).onClose('transport close');
  });
}
