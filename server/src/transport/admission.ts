import { authSchema } from '@huzzah/protocol/schemas';
import { PROTOCOL_VERSION, type VisitorSession } from '@huzzah/protocol';
import type { Socket } from 'socket.io';
import { admits } from '../core/origins.js';
import { Refusal } from '../core/refusal.js';
import { describeSite, type SiteConfig } from '../core/sites.js';
import type { Clock } from '../core/ports.js';
import type { Tokens } from '../core/tokens.js';

/** A connection that was let in: who it speaks as, and to which site. */
export interface Admitted {
  readonly site: SiteConfig;
  readonly session: VisitorSession;
}

/** What admission needs of its server. */
export interface Gate {
  readonly sites: ReadonlyMap<string, SiteConfig>;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** An origin was turned away. */
  readonly originRefused: (site: string, origin: string) => void;
}

/** Lets a connection in by its `auth` and its Origin, or throws a {@link Refusal}. */
export async function admit(socket: Socket, { sites, tokens, clock, originRefused }: Gate): Promise<Admitted> {
  const auth = readAuth(socket.handshake.auth);
  const site = sites.get(auth.site);
  if (site === undefined) throw new Refusal('site_unknown', `unable to connect; there is no site "${auth.site}"`);
  const { headers } = socket.request;
  if (!admits(headers, site.origins)) {
    const origin = headers.origin ?? 'a page without an origin';
    originRefused(site.id, origin);
    throw new Refusal('origin_denied', `unable to connect; ${origin} may not use site "${site.id}"`);
  }
  if (auth.sso !== undefined) {
    throw new Refusal('unauthorized', `unable to sign on; site "${site.id}" has no sign-on key`);
  }
  const held = auth.token === undefined ? null : await tokens.read(site.id, auth.token);
  const visitorId = held?.visitorId ?? tokens.newVisitorId();
  const token = held && !held.isStale ? auth.token! : await tokens.issue(site.id, visitorId);
  const session: VisitorSession = {
    visitor: { id: visitorId, name: 'Guest', role: 'visitor' },
    token,
    site: describeSite(site),
    now: clock.now(),
  };
  return { site, session };
}

function readAuth(auth: unknown) {
  const version = (auth as { v?: unknown } | null)?.v;
  if (typeof version === 'number' && version !== PROTOCOL_VERSION) {
    throw new Refusal(
      'unsupported_version',
      `unable to speak version ${version}; this server speaks ${PROTOCOL_VERSION}`,
    );
  }
  const parsed = authSchema.safeParse(auth);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal('bad_request', `unable to connect; auth.${issue!.path.join('.')}: ${issue!.message}`);
  }
  return parsed.data;
}
