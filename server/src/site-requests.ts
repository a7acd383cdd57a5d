/** What is done for `huzzah site …`, as lines for its owner. */
import { DEFAULT_KINDS } from '@huzzah/protocol';
import { slug } from '@huzzah/protocol/schemas';
import * as z from 'zod';
import { parseOriginRule } from './core/origins.js';
import { askedKeys, keysAfter } from './owner-keys.js';
import type { SiteBook } from './site-book.js';
import { describeSite, listSites } from './site-words.js';
import { faultsOf, laidOver, namesIn, type SiteSpec } from './site-specs.js';

/** Whom such a request is put to. */
export interface SiteDesk {
  readonly book: SiteBook;
  /** The public address. */
  readonly url: string;
  /** Whether it is a server with readers. */
  readonly isServing: boolean;
}

const text = z.string().max(10_000);
/** What may be asked of a site. */
export const siteRequest = z.strictObject({
  verb: z.enum(['add', 'set', 'allow', 'list', 'show', 'remove']),
  id: slug.optional(),
  origins: z.array(text).default([]),
  /** In the shape of the file. */
  patch: z.record(z.string(), z.unknown()).default({}),
  labels: z.array(z.strictObject({ kind: slug, lang: text.optional(), text })).default([]),
  faces: z.array(z.strictObject({ kind: slug, face: text })).default([]),
  unset: z.array(z.enum(['lang', 'origins', 'reactions', 'prompt', 'settings', 'limits', 'sso'])).default([]),
  isJson: z.boolean().default(false),
});

export type SiteRequest = z.output<typeof siteRequest>;

/** A kind of reaction as a spec may have it. */
type Kind = { kind: string; label?: unknown; face?: unknown };

/** Rejects with what is wrong, in lines that say the mend. */
export async function answerSite(request: SiteRequest, desk: SiteDesk): Promise<string[]> {
  const { book } = desk;
  const { verb, isJson } = request;
  if (verb === 'list') return listSites(book, isJson);
  const id = request.id ?? 'default';
  const isKnown = book.ids.includes(id);
  if (verb === 'add' && isKnown)
    throw new Error(`there is a site "${id}" already; to change it: huzzah site set ${id} …`);
  if (verb !== 'add' && !isKnown) throw new Error(`there is no site "${id}"; to make it: huzzah site add ${id}`);
  switch (verb) {
    case 'show':
      return describeSite(book, id, desk.url, isJson);
    case 'remove':
      return remove(desk, id);
    case 'allow':
      return allow(desk, id, request.origins);
    case 'add':
    case 'set':
      return set(desk, id, request);
  }
}

async function set(desk: SiteDesk, id: string, request: SiteRequest): Promise<string[]> {
  const { book } = desk;
  const { patch, labels, faces, unset, verb } = request;
  const isOfKinds = labels.length + faces.length > 0;
  const names = [...new Set([...namesIn(patch), ...unset, ...(isOfKinds ? ['reactions'] : [])])];
  if (verb === 'set' && names.length === 0) throw new Error(`nothing is to be set; for what can be: huzzah help`);
  complain(faultsOf(patch));
  mustBeOurs(desk, id, names);
  const asked = askedKeys(patch);
  complain(book.keyFaults(asked.given));
  await book.change(id, (spec = {}) => {
    const left = Object.entries(laidOver(patch, spec)).filter(([name]) => !unset.some((one) => one === name));
    const next: SiteSpec = { ...Object.fromEntries(left), ...keysAfter(spec, asked) };
    const isListed = 'reactions' in patch || isOfKinds;
    const changed = isListed ? { ...next, reactions: kindsOf(next, spec, request) } : next;
    complain(faultsOf(changed));
    return changed;
  });
  const news = asked.made === null ? [] : tellMade(id, asked.made, book.keysOf(id).length);
  if (verb === 'set') return [`site "${id}" is changed: ${names.join(', ')}`, ...news, when(desk)];
  const origins = (book.inStore(id)?.['origins'] ?? []) as string[];
  const hint = origins.length > 0 ? [] : [`no page may use it yet: huzzah site allow ${id} https://a.example`];
  return [`site "${id}" is made`, ...news, ...hint, ...describeSite(book, id, desk.url, false).slice(-5)];
}

/** The only time that the key is shown. */
function tellMade(id: string, key: string, count: number): string[] {
  const former = count > 1 ? [`the former stay good until all sign by it: huzzah site set ${id} --key newest`] : [];
  return [`its new key, which is shown this once: ${key}`, ...former];
}

/** The kinds that are asked for, with the labels and faces that they had, and the new ones. */
function kindsOf(next: SiteSpec, before: SiteSpec, { labels, faces }: SiteRequest): Kind[] {
  const listed = (next['reactions'] ?? DEFAULT_KINDS) as (string | Kind)[];
  const former = new Map(
    ((before['reactions'] ?? []) as (string | Kind)[]).map(asKind).map((kind) => [kind.kind, kind]),
  );
  const kinds = listed.map((one) => (typeof one === 'string' ? { ...former.get(one), kind: one } : { ...one }));
  const find = (kind: string) => {
    const found = kinds.find((one) => one.kind === kind);
    if (found === undefined)
      throw new Error(`there is no kind "${kind}"; there are ${kinds.map((one) => one.kind).join(', ')}`);
    return found;
  };
  for (const { kind, lang, text } of labels) {
    const found = find(kind);
    if (text === '' && lang === undefined) delete found.label;
    else found.label = lang === undefined ? text : { ...inLanguages(found.label, next['lang'] ?? 'en'), [lang]: text };
  }
  for (const { kind, face } of faces) {
    const found = find(kind);
    if (face === '') delete found.face;
    else found.face = face;
  }
  return kinds;
}

function asKind(one: string | Kind): Kind {
  return typeof one === 'string' ? { kind: one } : one;
}

function inLanguages(label: unknown, lang: unknown): object {
  return typeof label === 'string' ? { [String(lang)]: label } : { ...(label as object | undefined) };
}

async function allow(desk: SiteDesk, id: string, origins: readonly string[]): Promise<string[]> {
  if (origins.length === 0) throw new Error(`name an origin: huzzah site allow ${id} https://a.example`);
  const wrong = origins.filter((origin) => parseOriginRule(origin) === null);
  if (wrong.length > 0)
    throw new Error(
      wrong.map((one) => `"${one}" is no origin; write https://a.example or https://*.a.example`).join('\n'),
    );
  mustBeOurs(desk, id, ['origins']);
  const rules = origins.map((origin) => parseOriginRule(origin)!);
  await desk.book.change(id, (spec = {}) => {
    const had = (spec['origins'] ?? []) as string[];
    return { ...spec, origins: [...new Set([...had, ...rules])] };
  });
  const further = desk.isServing ? ['a page that was refused before has it once it is loaded anew'] : [when(desk)];
  return [`site "${id}": ${rules.join(', ')} may use it`, ...further];
}

async function remove(desk: SiteDesk, id: string): Promise<string[]> {
  const { book } = desk;
  if (book.inFile(id) !== undefined) throw new Error(`huzzah.config.json names site "${id}"; take it out there`);
  if (id === 'default' && book.inStore(id) === undefined)
    throw new Error('the default site is always there, and as it is without any settings');
  await book.change(id, () => null);
  if (id === 'default') return ['site "default" is as it is without any settings', when(desk)];
  return [`site "${id}" is removed; what was written there stays, and is there again with huzzah site add ${id}`];
}

function complain(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** The file wins for what it names: to change that here would change nothing. */
function mustBeOurs({ book }: SiteDesk, id: string, names: readonly string[]): void {
  const named = namesIn(book.inFile(id) ?? {});
  const taken = names.filter((name) => named.some((one) => one === name || one.startsWith(`${name}.`)));
  if (taken.length === 0) return;
  throw new Error(
    `huzzah.config.json names ${taken.join(', ')} of site "${id}"; change that there: a running server takes it up`,
  );
}

function when({ isServing }: SiteDesk): string {
  return isServing ? 'open pages have it within 2 s' : 'no server runs here; the next one starts with it';
}
