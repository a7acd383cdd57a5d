import { KNOWN_KINDS, LIMITS } from '@huzzah/protocol';
import { slug } from '@huzzah/protocol/schemas';
import * as z from 'zod';
import { parseOriginRule } from './core/origins.js';
import { plainSite, type SiteConfig } from './core/sites.js';

const label = z.union([z.string().min(1).max(40), z.record(z.string().min(2).max(35), z.string().min(1).max(40))]);
const prompt = z.union([z.string().max(200), z.record(z.string().min(2).max(35), z.string().max(200))]);

const origin = z.string().transform((text, context) => {
  const rule = parseOriginRule(text);
  if (rule !== null) return rule;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is no origin; write https://a.example or https://*.a.example`,
  });
  return z.NEVER;
});

const reaction = z.union([
  slug.transform((kind) => ({ kind })),
  z
    .strictObject({ kind: slug, label: label.optional(), face: z.enum(KNOWN_KINDS).optional() })
    .transform(({ kind, label, face }) => ({ kind, ...(label && { label }), ...(face && { face }) })),
]);

/** Of the protocol, and not of this version: named at the start, so that nobody relies on them. */
const LATER = ['lang', 'settings', 'limits', 'sso'] as const;

const site = z.strictObject({
  origins: z.array(origin).default([]),
  reactions: z
    .array(reaction)
    .min(1)
    .max(LIMITS.reactionKinds)
    .refine((rows) => new Set(rows.map(({ kind }) => kind)).size === rows.length, 'each kind may stand once')
    .optional(),
  prompt: prompt.optional(),
  ...Object.fromEntries(LATER.map((key) => [key, z.unknown().optional()])),
});

const sites = z.record(slug, site);

/** What the file says of sites. */
interface SitesFile {
  readonly sites: Map<string, SiteConfig>;
  /** What is in it without effect. */
  readonly notices: readonly string[];
}

/** Reads the `sites` of `huzzah.config.json`; every fault is added to `faults` with its place. */
export function readSites(value: unknown, faults: string[]): SitesFile {
  const parsed = sites.safeParse(value ?? {});
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      faults.push(`huzzah.config.json, sites${path.map((part) => `.${String(part)}`).join('')}: ${message}`);
    }
    return { sites: new Map(), notices: [] };
  }
  const rows = Object.entries(parsed.data);
  return {
    sites: new Map(
      rows.map(([id, { origins, reactions, prompt }]) => {
        const plain = plainSite(id, origins);
        return [id, { ...plain, reactions: reactions ?? plain.reactions, prompt }];
      }),
    ),
    notices: rows.flatMap(([id, row]) =>
      LATER.filter((key) => key in row).map(
        (key) => `huzzah.config.json, sites.${id}.${key}: without effect in this version`,
      ),
    ),
  };
}
