import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Has a server that is there already answer for us too: at these paths and under `/api/v1/sites/`.
 * Everything else is its own as before. Returns the function that ends it.
 */
export async function shareServer(
  host: HttpServer,
  app: FastifyInstance,
  paths: ReadonlySet<string>,
): Promise<() => void> {
  await app.ready();
  const others = host.listeners('request') as Listener[];
  let isOver = false;
  const listener: Listener = (request, response) => {
    const [path] = request.url!.split('?', 1) as [string];
    if (!isOver && (paths.has(path) || path.startsWith('/api/v1/sites/'))) return app.routing(request, response);
    for (const other of others) other.call(host, request, response);
  };
  host.removeAllListeners('request').on('request', listener);
  // Somebody may have wrapped our listener in turn: it stays, and only passes on.
  return () => void (isOver = true);
}
