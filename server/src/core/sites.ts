import {
  DEFAULT_KINDS,
  PAGE_SETTINGS,
  SITE_LIMITS,
  type Label,
  type PageSettings,
  type ReactionKind,
  type Site,
  type SiteLimits,
  type Tally,
} from '@huzzah/protocol';
import type { PageRecord } from './records.js';
import type { OriginRule } from './origins.js';

/** One embedding customer: who may use it, and what its readers are offered. */
export interface SiteConfig {
  readonly id: string;
  /** Of its pages, for the tag that its owner pastes. */
  readonly lang?: string | undefined;
  readonly origins: readonly OriginRule[];
  /** In the order shown. */
  readonly reactions: readonly ReactionKind[];
  readonly prompt?: Label | undefined;
  /** Of each of its pages. */
  readonly settings: PageSettings;
  readonly limits: SiteLimits;
  /** By which its sign-ons are verified, as text; none: nobody can sign on. */
  readonly signOnKeys: readonly string[];
}

/** A site that offers what every site offers unless it says otherwise. */
export function plainSite(id: string, origins: readonly OriginRule[]): SiteConfig {
  const reactions = DEFAULT_KINDS.map((kind) => ({ kind }));
  return { id, origins, reactions, settings: PAGE_SETTINGS, limits: SITE_LIMITS, signOnKeys: [] };
}

/** The site as its readers' widgets are told of it. */
export function describeSite(site: SiteConfig): Site {
  const { id, reactions, prompt, limits } = site;
  return { id, reactions: [...reactions], ...(prompt !== undefined && { prompt }), limits };
}

/** The counts that the site's readers see: each of its kinds, in its order, and no other. */
export function showTally(site: SiteConfig, record: PageRecord): Tally {
  const counts: Record<string, number> = {};
  for (const { kind } of site.reactions)
    counts[kind] = (Object.hasOwn(record.counts, kind) && record.counts[kind]) || 0;
  return { counts, version: record.version };
}

/** The visitor's mark as he sees it: one of a kind that the site has taken out is kept, unseen. */
export function showMine(site: SiteConfig, mine: string | null): string | null {
  return offers(site, mine) ? mine : null;
}

/** Whether the site offers this kind. */
export function offers(site: SiteConfig, kind: string | null): boolean {
  return site.reactions.some((reaction) => reaction.kind === kind);
}
