import { LIMITS } from '@huzzah/protocol';
import { listSchema, pageSchema } from '@huzzah/protocol/schemas';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Allowance } from '../core/allowance.js';
import type { Conversation } from '../core/conversation.js';
import type { Engagement } from '../core/engagement.js';
import type { LiveSites } from '../core/live-sites.js';
import { whyNoSite, whyNotFrom, type TurnedAway } from '../core/mends.js';
import { admits } from '../core/origins.js';
import { Refusal } from '../core/refusal.js';
import type { SiteConfig } from '../core/sites.js';
import type { Addresses } from '../transport/addresses.js';

interface ApiOptions {
  readonly engagement: Pick<Engagement<never>, 'snapshot' | 'counts'>;
  readonly conversation: Pick<Conversation<never>, 'listFor'>;
  readonly sites: LiveSites;
  readonly turnedAway: TurnedAway;
  readonly allowance: Pick<Allowance, 'takeRead'>;
  readonly addresses: Pick<Addresses, 'keyOf'>;
}

/** `/api/v1/sites/:site/…`: what a page is, without a socket. */
export function apiRoutes(app: FastifyInstance, options: ApiOptions): void {
  const { engagement, conversation, sites, turnedAway, allowance, addresses } = options;
  const siteOf = async (request: FastifyRequest): Promise<SiteConfig> => {
    const id = (request.params as { site: string }).site;
    const site = sites.get(id);
    const { origin } = request.headers;
    if (site === undefined) {
      turnedAway.site(id, origin);
      throw new Refusal('site_unknown', `unable to answer; ${whyNoSite(id.slice(0, 40), origin)}`);
    }
    if (!admits(request.headers, site.origins)) {
      turnedAway.origin(id, origin);
      throw new Refusal('origin_denied', `unable to answer; ${whyNotFrom(id, origin)}`);
    }
    const refusal = await allowance.takeRead(id, null, addresses.keyOf(request.raw));
    if (refusal !== null) throw refusal;
    return site;
  };

  void app.register(
    (api, _options, done) => {
      // Without credentials there is nothing to guard by CORS; who may ask is checked above, and
      // a refusal must be readable by the very origin that it refuses.
      api.addHook('onRequest', (_request, reply, next) => {
        void reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
        void reply.header('access-control-expose-headers', 'retry-after');
        void reply.header('cache-control', 'no-store');
        next();
      });
      api.options('/*', (_request, reply) =>
        reply
          .header('access-control-allow-methods', 'GET, POST')
          .header('access-control-allow-headers', 'content-type')
          .header('access-control-max-age', '86400')
          .code(204)
          .send(),
      );
      api.get('/page', async (request) => {
        const site = await siteOf(request);
        const [page, more] = pagesOf((request.query as { page?: unknown }).page);
        if (page === undefined || more !== undefined)
          throw new Refusal('bad_request', 'unable to answer; the query needs one page');
        return engagement.snapshot(site, page.page);
      });
      api.get('/comments', async (request) => {
        const site = await siteOf(request);
        const { page, ...wish } = listWish(request.query as Record<string, unknown>);
        return conversation.listFor(site, page, wish);
      });
      api.get('/counts', async (request) =>
        engagement.counts(await siteOf(request), pagesOf((request.query as { page?: unknown }).page)),
      );
      api.post('/counts', async (request) => {
        const site = await siteOf(request);
        const body = request.body as { pages?: unknown } | null | undefined;
        if (!Array.isArray(body?.pages))
          throw new Refusal('bad_request', 'unable to count; the body must be {"pages": [...]}');
        return engagement.counts(site, pagesOf(body.pages));
      });
      done();
    },
    { prefix: '/api/v1/sites/:site' },
  );
}

/** What of a list is asked for; in a query numbers are texts. */
function listWish(query: Record<string, unknown>) {
  const { limit } = query;
  const isNumber = typeof limit === 'string' && /^\d{1,3}$/.test(limit);
  const parsed = listSchema.safeParse(isNumber ? { ...query, limit: Number(limit) } : query);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal('bad_request', `unable to list; ${issue!.path.join('.')}: ${issue!.message}`.slice(0, 300));
}

/** The pages asked for, each with its key. */
function pagesOf(value: unknown): { asked: string; page: string }[] {
  const asked: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (asked.length > LIMITS.countsPages) {
    throw new Refusal('bad_request', `unable to answer; at most ${LIMITS.countsPages} pages may be asked for at once`);
  }
  return asked.map((text) => {
    const parsed = pageSchema.safeParse(text);
    if (!parsed.success) throw new Refusal('bad_request', `unable to answer; page ${parsed.error.issues[0]!.message}`);
    return { asked: text as string, page: parsed.data };
  });
}
