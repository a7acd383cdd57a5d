import { authSchema } from '@huzzah/protocol/schemas';
import { PROTOCOL_VERSION } from '@huzzah/protocol';
import type { Socket } from 'socket.io';
import type { LiveSites } from '../core/live-sites.js';
import { whyNoSite, whyNotFrom, type TurnedAway } from '../core/mends.js';
import { admits } from '../core/origins.js';
import { Refusal } from '../core/refusal.js';
import type { VisitorRecord } from '../core/records.js';
import type { SiteConfig } from '../core/sites.js';
import type { Tokens } from '../core/tokens.js';
import type { Addresses } from './addresses.js';

/** A connection that was let in: who it speaks as, and to which site. */
export interface Admitted {
  readonly site: SiteConfig;
  readonly visitorId: string;
  readonly token: string;
  /** What is held on the visitor, `null` for nothing; `undefined` where the store could not say. */
  readonly record: VisitorRecord | null | undefined;
  /** Stands for where it comes from. */
  readonly address: string;
}

/** What admission needs of its server. */
export interface Gate {
  readonly sites: LiveSites;
  readonly tokens: Tokens;
  readonly addresses: Addresses;
  readonly readVisitor: (site: string, visitorId: string) => Promise<VisitorRecord | null | undefined>;
  readonly turnedAway: TurnedAway;
}

/** Lets a connection in by its `auth` and its Origin, or throws a {@link Refusal}. */
export async function admit(socket: Socket, gate: Gate): Promise<Admitted> {
  const { sites, tokens, addresses, readVisitor, turnedAway } = gate;
  const auth = readAuth(socket.handshake.auth);
  const { headers } = socket.request;
  const site = sites.get(auth.site);
  if (site === undefined) {
    turnedAway.site(auth.site, headers.origin);
    throw new Refusal('site_unknown', `unable to connect; ${whyNoSite(auth.site, headers.origin)}`);
  }
  if (!admits(headers, site.origins)) {
    turnedAway.origin(site.id, headers.origin);
    throw new Refusal('origin_denied', `unable to connect; ${whyNotFrom(site.id, headers.origin)}`);
  }
  if (auth.sso !== undefined) {
    throw new Refusal('unauthorized', `unable to sign on; site "${site.id}" has no sign-on key`);
  }
  const held = auth.token === undefined ? null : await tokens.read(site.id, auth.token);
  const visitorId = held?.visitorId ?? tokens.newVisitorId();
  const token = held && !held.isStale ? auth.token! : await tokens.issue(site.id, visitorId);
  // One without a token is new: nothing can be held on him.
  const record = held === null ? null : await readVisitor(site.id, visitorId);
  return { site, visitorId, token, record, address: addresses.keyOf(socket.request) };
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
