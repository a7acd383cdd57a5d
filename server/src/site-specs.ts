import { KNOWN_KINDS, LIMITS, PAGE_SETTINGS, SITE_LIMITS } from '@huzzah/protocol';
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

const DAY_MS = 86_400_000;

const settings = z.strictObject({
  mode: z.enum(['open', 'first-held', 'premoderated', 'members']).default(PAGE_SETTINGS.mode),
  slowModeMs: z.int().min(0).max(DAY_MS).default(PAGE_SETTINGS.slowModeMs),
  delayMs: z.unknown().optional(),
  links: z.enum(['allow', 'hold', 'reject']).default(PAGE_SETTINGS.links),
  emojiOnly: z.boolean().default(PAGE_SETTINGS.emojiOnly),
  locked: z.boolean().default(PAGE_SETTINGS.locked),
  shield: z.unknown().optional(),
});

const limits = z.strictObject({
  // Written as widely as can be, pinned, held and on top of a list, they fit into the longest reply.
  maxCharacters: z.int().min(1).max(1_000).default(SITE_LIMITS.maxCharacters),
  maxName: z.int().min(1).max(80).default(SITE_LIMITS.maxName),
  editWindowMs: z.int().min(0).max(DAY_MS).default(SITE_LIMITS.editWindowMs),
});

/** Of the protocol, and not of this version: named at the start, so that nobody relies on them. */
const SETTINGS_LATER = ['delayMs', 'shield'] as const;

const site = z.strictObject({
  lang: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a language, like en or ko')
    .optional(),
  origins: z.array(origin).default([]),
  reactions: z
    .array(reaction)
    .min(1)
    .max(LIMITS.reactionKinds)
    .refine((rows) => new Set(rows.map(({ kind }) => kind)).size === rows.length, 'each kind may stand once')
    .optional(),
  prompt: prompt.optional(),
  settings: settings.prefault({}),
  limits: limits.prefault({}),
  sso: z.strictObject({ keys: z.array(z.string().min(1).max(4_096)).max(20) }).optional(),
});

const sites = z.record(slug, site);

/** What is said of a site, as written: in the file, or by the command line. What it leaves out it does not name. */
export type SiteSpec = Readonly<Record<string, unknown>>;

/** Its parts that are named one by one. */
const PARTED = ['settings', 'limits'] as const;

/** What the file says of sites. */
interface FileSpecs {
  readonly specs: ReadonlyMap<string, SiteSpec>;
  /** What is in it without effect. */
  readonly notices: readonly string[];
}

/** Reads the `sites` of `huzzah.config.json`; every fault is added to `faults` with its place. */
export function readSpecs(value: unknown, faults: string[]): FileSpecs {
  const parsed = sites.safeParse(value ?? {});
  if (!parsed.success) {
    faults.push(...describe(parsed.error, 'huzzah.config.json, sites.'));
    return { specs: new Map(), notices: [] };
  }
  return {
    specs: new Map(Object.entries((value ?? {}) as Record<string, SiteSpec>)),
    notices: Object.entries(parsed.data).flatMap(([id, row]) =>
      SETTINGS_LATER.filter((key) => key in row.settings).map(
        (key) => `huzzah.config.json, sites.${id}.settings.${key}: without effect in this version`,
      ),
    ),
  };
}

/** What is wrong with it, each fault with its place; nothing where it is a site's. */
export function faultsOf(spec: unknown): string[] {
  const parsed = site.safeParse(spec);
  return parsed.success ? [] : describe(parsed.error, '');
}

/** Where the keys of its sign-ons are. */
export function keyEntriesOf(spec: SiteSpec): readonly string[] {
  return (spec['sso'] as { keys: string[] } | undefined)?.keys ?? [];
}

/** The site that a spec without faults makes, but for the keys of its sign-ons. */
export function siteOf(id: string, spec: SiteSpec): SiteConfig {
  return configOf(id, site.parse(spec));
}

/** Both, where `over` goes before `under` in what both name. */
export function laidOver(over: SiteSpec, under: SiteSpec): SiteSpec {
  const parts = PARTED.filter((key) => key in over && key in under);
  const joined = parts.map((key) => [key, { ...(under[key] as object), ...(over[key] as object) }]);
  return { ...under, ...over, ...(Object.fromEntries(joined) as SiteSpec) };
}

/** All that it names: `origins`, `limits.maxName`. */
export function namesIn(spec: SiteSpec): string[] {
  return Object.entries(spec).flatMap(([key, value]) =>
    PARTED.some((part) => part === key) ? Object.keys(value as object).map((name) => `${key}.${name}`) : key,
  );
}

function describe(error: z.ZodError, place: string): string[] {
  return error.issues.map((issue) => {
    const at = issue.path.map(String).join('.');
    return `${(place + at).replace(/\.$/, '')}: ${inWords(issue)}`;
  });
}

/** What may stand where a key is that nobody knows. */
const KNOWN: Record<string, readonly string[]> = {
  settings: Object.keys(settings.shape),
  limits: Object.keys(limits.shape),
  reactions: ['kind', 'label', 'face'],
};

/** What is wrong, and what it must be. */
function inWords(issue: z.core.$ZodIssue): string {
  const parts = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const known = KNOWN[parts.findLast((part) => part in KNOWN) ?? ''] ?? Object.keys(site.shape);
    return `there is no ${issue.keys.map((key) => `"${key}"`).join(', ')}; there are ${known.join(', ')}`;
  }
  if (issue.code === 'invalid_type') return `must be ${TYPES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${MEASURES[issue.origin] ?? ''}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${MEASURES[issue.origin] ?? ''}`;
  if (issue.code !== 'invalid_union') return issue.message;
  return parts.includes('reactions') && !parts.includes('label')
    ? `must be a kind, 1 to 32 of a-z, 0-9 and -, or {"kind": …, "label": …, "face": one of ${KNOWN_KINDS.join(', ')}}`
    : 'must be a text, or one for each language: {"en": …, "ko": …}';
}

const MEASURES: Record<string, string> = { string: ' characters', array: ' in number' };

const TYPES: Record<string, string> = {
  record: 'an object: {"NAME": …}',
  object: 'an object: {"NAME": …}',
  array: 'a list: […]',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function configOf(
  id: string,
  { lang, origins, reactions, prompt, settings, limits }: z.output<typeof site>,
): SiteConfig {
  const plain = plainSite(id, origins);
  const { mode, slowModeMs, links, emojiOnly, locked } = settings;
  return {
    ...plain,
    lang,
    reactions: reactions ?? plain.reactions,
    prompt,
    settings: { ...PAGE_SETTINGS, mode, slowModeMs, links, emojiOnly, locked },
    limits,
  };
}
