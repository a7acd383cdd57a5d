import { authSchema } from '@huzzah/protocol/schemas';
import { PROTOCOL_VERSION } from '@huzzah/protocol';
import type { Socket } from 'socket.io';
import type { LiveSites } from '../core/live-sites.js';
import type { Identity } from '../core/identity.js';
import { whyNoSite, whyNotFrom, type TurnedAway } from '../core/mends.js';
import { admits } from '../core/origins.js';
import { Refusal } from '../core/refusal.js';
import type { VisitorRecord } from '../core/records.js';
import type { SiteConfig } from '../core/sites.js';
import type { Tokens } from '../core/tokens.js';
import type { Identified } from '../core/visitor.js';
import type { Addresses } from './addresses.js';

/** A connection that was let in: who it speaks as, and to which site. */
export interface Admitted {
  readonly site: SiteConfig;
  readonly identified: Identified;
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
  readonly identity: Pick<Identity<never>, 'read' | 'signOn'>;
  readonly turnedAway: TurnedAway;
}

/** Lets a connection in by its `auth` and its Origin, or throws a {@link Refusal}. */
export async function admit(socket: Socket, gate: Gate): Promise<Admitted> {
  const { sites, tokens, addresses, identity, turnedAway } = gate;
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
  const held = auth.token === undefined ? null : await tokens.read(site.id, auth.token);
  // One without a token is new: nothing can be held on him.
  const record = held === null ? null : await identity.read(site.id, held.visitorId);
  if (record?.isMember === true && held!.endsAt === null) {
    throw new Refusal('unauthorized', 'unable to admit this token; its guest has signed on since');
  }
  const address = addresses.keyOf(socket.request);
  if (auth.sso !== undefined) {
    const guestId = held?.endsAt === null ? held.visitorId : null;
    const identified = await identity.signOn(site, auth.sso, guestId);
    return { site, identified, record: undefined, address };
  }
  const { visitorId = tokens.newVisitorId(), endsAt = null, isStale = true } = held ?? {};
  const token = isStale ? await tokens.issue(site.id, visitorId, endsAt) : auth.token!;
  const role = endsAt === null ? 'visitor' : 'member';
  return { site, identified: { visitorId, name: record?.name ?? null, role, token, endsAt }, record, address };
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
