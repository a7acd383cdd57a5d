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

const site = z.strictObject({
  origins: z.array(origin).default([]),
  reactions: z
    .array(reaction)
    .min(1)
    .max(LIMITS.reactionKinds)
    .refine((rows) => new Set(rows.map(({ kind }) => kind)).size === rows.length, 'each kind may stand once')
    .optional(),
  prompt: prompt.optional(),
});

const sites = z.record(slug, site);

/** The `sites` of `huzzah.config.json`; every fault is added to `faults` with its place. */
export function readSites(value: unknown, faults: string[]): Map<string, SiteConfig> {
  const parsed = sites.safeParse(value ?? {});
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      faults.push(`huzzah.config.json, sites${path.map((part) => `.${String(part)}`).join('')}: ${message}`);
    }
    return new Map();
  }
  return new Map(
    Object.entries(parsed.data).map(([id, { origins, reactions, prompt }]) => {
      const plain = plainSite(id, origins);
      return [id, { ...plain, reactions: reactions ?? plain.reactions, prompt }];
    }),
  );
}
