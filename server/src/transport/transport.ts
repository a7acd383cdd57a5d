import { LIMITS, SOCKET_PATH, type VisitorSession } from '@huzzah/protocol';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Engagement } from '../core/engagement.js';
import { admits, isAllowedOrigin, type OriginRule } from '../core/origins.js';
import { refusalOf } from '../core/refusal.js';
import { admit, type Admitted, type Gate } from './admission.js';
import { Dispatch, type DispatchReport } from './dispatch.js';
import { endWhenTooLarge, watchKnocks } from './doorstep.js';
import type { Engine } from './engine.js';
import { makeHandlers, type Caller } from './handlers.js';
import { Outlet } from './outlet.js';
import { Turns } from './turns.js';
import type { WireFrame } from './wire-frame.js';

/** A socket that never says which namespace it wants is nobody's. */
const SAY_HELLO_WITHIN_MS = 10_000;

type HuzzahSocket = Socket<
  Record<string, never>,
  { 'visitor.session': (session: VisitorSession) => void },
  never,
  Admitted
>;

/** The parts of Engine.IO's server that we use. */
interface EngineServer {
  readonly clients: Record<string, Engine>;
  on(event: 'connection', listener: (engine: Engine) => void): void;
  use(middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): void;
}

export interface TransportOptions {
  readonly gate: Gate;
  readonly engagement: Engagement<WireFrame>;
  readonly report: DispatchReport;
  /** The origins of every site: what the HTTP handshake is checked against, before a site is named. */
  readonly origins: () => Iterable<OriginRule>;
}

/** Socket.IO on an HTTP server: the handshake, and a caller for each connection. */
export class Transport {
  readonly #io: Server;

  constructor(http: HttpServer, { gate, engagement, report, origins }: TransportOptions) {
    this.#io = new Server(http, {
      path: SOCKET_PATH,
      serveClient: false,
      pingInterval: LIMITS.pingIntervalMs,
      pingTimeout: LIMITS.pingTimeoutMs,
      connectTimeout: SAY_HELLO_WITHIN_MS,
      maxHttpBufferSize: LIMITS.frameBytes,
      cors: { origin: (origin, allow) => allow(null, origin !== undefined && isAllowedOrigin(origin, origins())) },
      // `cors` does not guard the WebSocket transport, and the reason must be a string.
      allowRequest: (request, decide) => {
        const isAdmitted = admits(request.headers, origins());
        if (!isAdmitted) gate.originRefused('default', request.headers.origin ?? 'a page without an origin');
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
      watchKnocks(connection);
      outlets.set(connection, new Outlet(connection));
    });
    engine.use((request, response, next) => {
      endWhenTooLarge(engine.clients, request, response);
      next();
    });
    const dispatch = new Dispatch(makeHandlers(engagement), report);
    this.#io.on('connection', (socket) => {
      const outlet = outlets.get(socket.conn as unknown as Engine);
      if (outlet) serve(socket as HuzzahSocket, outlet, dispatch, engagement);
    });
  }

  get connections(): number {
    return this.#io.engine.clientsCount;
  }

  /** Ends every connection; clients come back by themselves. */
  close(): void {
    // `disconnectSockets` would leave the clients dead; a closed transport lets them return.
    for (const socket of this.#io.sockets.sockets.values()) socket.conn.close();
    this.#io.engine.close();
  }
}

function serve(socket: HuzzahSocket, outlet: Outlet, dispatch: Dispatch, engagement: Engagement<WireFrame>): void {
  const { site, session } = socket.data;
  const caller: Caller = {
    site,
    pages: new Set(),
    turns: new Turns(),
    isGone: false,
    viewer: { visitorId: session.visitor.id, deliver: (frame, mustGo) => outlet.deliver(frame, mustGo) },
  };
  socket.emit('visitor.session', session);
  socket.onAny((event: unknown, ...args: unknown[]) => {
    // Socket.IO hands on packets of a connection that has ended in the meantime.
    if (!socket.connected || outlet.isClosing) return;
    void dispatch.run(caller, event, args);
  });
  socket.on('disconnect', () => {
    caller.isGone = true;
    for (const page of caller.pages) engagement.leave(caller, page);
    caller.pages.clear();
  });
}
