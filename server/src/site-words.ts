/** Sites in words, for their owner. */
import type { Label, ReactionKind } from '@huzzah/protocol';
import { LOOPBACK } from './core/origins.js';
import type { SiteConfig } from './core/sites.js';
import type { SiteBook } from './site-book.js';
import { namesIn } from './site-specs.js';

/** All sites, a line each; or one line of JSON. */
export function listSites(book: SiteBook, isJson: boolean): string[] {
  const sites = book.ids.map((id) => book.sites.get(id)!);
  if (isJson) return [JSON.stringify(sites.map((site) => factsOf(book, site)))];
  const width = Math.max(...sites.map(({ id }) => id.length));
  return sites.map(
    (site) => `${site.id.padEnd(width)}  ${originsOf(site)}  ${site.reactions.map(({ kind }) => kind).join(' ')}`,
  );
}

/** One site, and the tag to paste; or one line of JSON. */
export function describeSite(book: SiteBook, id: string, url: string, isJson: boolean): string[] {
  const site = book.sites.get(id)!;
  const tag = tagOf(site, url);
  if (isJson) return [JSON.stringify({ ...factsOf(book, site), tag: tag.join('\n') })];
  const named = namesIn(book.inFile(id) ?? {});
  const { limits, settings, lang } = site;
  const keys = book.keysOf(id);
  const rows = [
    ['site', id],
    ['origins', originsOf(site)],
    ...(lang === undefined ? [] : [['lang', lang]]),
    ['prompt', site.prompt === undefined ? 'of the widgets' : said(site.prompt)],
    ['reactions', site.reactions.map(kindInWords).join(', ')],
    ['limits', inWords(limits)],
    ['settings', inWords(settings)],
    ...(keys.length === 0 ? [] : [['sign-on', keys.join(', ')]]),
    ...(named.length === 0 ? [] : [['file', `huzzah.config.json names ${named.join(', ')}`]]),
  ];
  return [...rows.map(([name, value]) => `${name!.padEnd(10)} ${value}`), '', ...tag];
}

function factsOf(book: SiteBook, { id, lang, origins, reactions, prompt, settings, limits }: SiteConfig): object {
  return {
    id,
    lang,
    origins,
    reactions,
    prompt,
    settings,
    limits,
    keys: book.keysOf(id),
    file: namesIn(book.inFile(id) ?? {}),
  };
}

/** What an owner pastes into his pages. */
function tagOf({ id, lang }: SiteConfig, url: string): string[] {
  const site = id === 'default' ? '' : ` data-site="${id}"`;
  const words = lang === undefined ? '' : ` lang="${lang}"`;
  const elements = ['online-count', 'like-bar', 'comment-box'].map((tag) => `<${tag}${words}></${tag}>`);
  return [`<script async src="${url}/embed.js"${site}></script>`, ...elements];
}

function originsOf({ origins }: SiteConfig): string {
  if (origins.length === 0) return 'no origin but the server’s own';
  return [...new Set(origins)].map((rule) => (rule === LOOPBACK ? 'every page of this machine' : rule)).join(', ');
}

function kindInWords({ kind, label, face }: ReactionKind): string {
  return [kind, label === undefined ? '' : ` “${said(label)}”`, face === undefined ? '' : `, face ${face}`].join('');
}

function said(label: Label): string {
  return typeof label === 'string'
    ? label
    : Object.entries(label)
        .map(([lang, text]) => `${lang}: ${text}`)
        .join(' · ');
}

function inWords(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
