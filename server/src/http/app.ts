import helmet from '@fastify/helmet';
import { LIMITS } from '@huzzah/protocol';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal, refusalOf } from '../core/refusal.js';

/** Bodies are lists of pages, at most. */
const BODY_BYTES = 128 * 1_024;

/** How often it is looked for requests that do not end, in ms. */
const LOOK_MS = 1_000;

/** What the pages that we serve may do: the policy that we ask of nobody else's. */
const CONTENT_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
};

/** An HTTP server that speaks refusals: `{error: {code, message}}` with the status of the table of codes. */
export async function makeApp(fault: (error: unknown) => void): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    forceCloseConnections: true,
    // Fastify's own is none, and Node looks every half minute.
    requestTimeout: LIMITS.requestMs,
    http: { connectionsCheckingInterval: LOOK_MS, headersTimeout: LIMITS.requestMs },
    frameworkErrors: unreadable,
    routerOptions: { maxParamLength: 2_048, ignoreTrailingSlash: true },
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
  });
  app.setErrorHandler((error: FastifyError | Refusal, _request, reply) => {
    const refusal = isClientError(error)
      ? new Refusal('bad_request', `unable to read the request; ${error.message}`)
      : refusalOf(error, fault);
    // In seconds, as HTTP says it.
    if (refusal.retryAfterMs !== undefined) void reply.header('retry-after', Math.ceil(refusal.retryAfterMs / 1_000));
    return reply.code(refusal.status).send({ error: { code: refusal.code, message: refusal.message } });
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ error: { code: 'not_found', message: `unable to find ${request.method} ${request.url.slice(0, 200)}` } }),
  );
  return app;
}

function isClientError(error: FastifyError | Refusal): error is FastifyError {
  return !(error instanceof Refusal) && typeof error.statusCode === 'number' && error.statusCode < 500;
}

/** For an address that the router cannot read: no handler of ours is asked then. */
function unreadable(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const error = { code: 'bad_request', message: 'unable to read the address' };
  void reply.header('access-control-allow-origin', '*').code(400).send({ error });
}
