import type { OwnerRequest } from '../owner-requests.js';
import { askOwner, configOf, type Flags } from './ask-owner.js';
import { Misuse } from './misuse.js';

/** What `huzzah site …` takes beside the settings; those with `multiple` may stand more than once. */
export const SITE_OPTIONS = {
  origin: { type: 'string', multiple: true },
  lang: { type: 'string' },
  prompt: { type: 'string', multiple: true },
  reactions: { type: 'string' },
  label: { type: 'string', multiple: true },
  face: { type: 'string', multiple: true },
  limit: { type: 'string', multiple: true },
  setting: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  unset: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

/** As parsed from the command line. */
export interface SiteValues {
  readonly origin?: string[];
  readonly lang?: string;
  readonly prompt?: string[];
  readonly reactions?: string;
  readonly label?: string[];
  readonly face?: string[];
  readonly limit?: string[];
  readonly setting?: string[];
  readonly key?: string[];
  readonly unset?: string[];
  readonly json?: boolean;
}

const VERBS = ['add', 'set', 'allow', 'list', 'show', 'remove'] as const;

export const SITE_HELP = [
  'huzzah site add ID [--origin https://a.example …]    makes a site; what else it is set to as with set',
  'huzzah site set ID …                                 changes it, and every open page with it:',
  '    --reactions like,love,tears                      the kinds, in their order',
  '    --label tears=Tears   --label tears.ko=눈물      what a kind is called, in all languages or in one',
  '    --face tears=sad                                 whose face it wears',
  '    --prompt "How was it?"   --prompt ko=어땠나요?    the question above the reactions',
  '    --limit maxCharacters=300   --setting mode=first-held   --lang ko',
  '    --origin https://a.example …                     in the place of all its origins',
  '    --key new   --key newest                         makes a key for sign-ons and shows it once; ends the former ones',
  '    --key env:NAME …                                 in the place of all its keys: hs256:…, or the path of a JWK or JWKS',
  '    --unset prompt                                   as it is by itself',
  'huzzah site allow ID https://a.example …             lets pages of these origins use it',
  'huzzah site list   site show ID   [--json]           all of them; one, and the tag to paste',
  'huzzah site remove ID                                what was written there stays',
];

export async function site(positionals: readonly string[], values: SiteValues, flags: Flags): Promise<number> {
  const [verb, id, ...more] = positionals;
  const known = VERBS.find((one) => one === verb);
  if (known === undefined)
    throw new Misuse(
      verb === undefined
        ? `say what: huzzah site ${VERBS.join(' | ')}`
        : `there is no "huzzah site ${verb}"; there are ${VERBS.join(', ')}`,
    );
  if (id === undefined && known !== 'list') throw new Misuse(`name a site: huzzah site ${known} default`);
  if (more.length > 0 && known !== 'allow')
    throw new Misuse(`huzzah site ${known} takes one site, not "${more.join(' ')}" too`);
  const request: OwnerRequest = {
    site: {
      verb: known,
      ...(id !== undefined && { id }),
      origins: [...more, ...(known === 'allow' ? (values.origin ?? []) : [])],
      patch: patchOf(values),
      labels: (values.label ?? []).map(labelOf),
      faces: (values.face ?? []).map((text) => ({ kind: pairOf(text)[0], face: pairOf(text)[1] })),
      unset: (values.unset ?? []) as never,
      isJson: values.json ?? false,
    },
  };
  const { status, lines } = await askOwner(configOf(flags), request);
  for (const line of lines) {
    if (status === 0) console.log(line);
    else console.error(`huzzah: ${line}`);
  }
  return status;
}

/** As the file would say it. */
function patchOf({ origin, lang, prompt, reactions, limit, setting, key }: SiteValues): Record<string, unknown> {
  return {
    ...(origin && { origins: origin }),
    ...(lang !== undefined && { lang }),
    ...(prompt && { prompt: promptOf(prompt) }),
    ...(reactions !== undefined && { reactions: reactions.split(',').map((kind) => kind.trim()) }),
    ...(limit && { limits: valuesOf(limit) }),
    ...(key && { sso: { keys: key } }),
    ...(setting && { settings: valuesOf(setting) }),
  };
}

/** One text for all, or `LANG=TEXT` for each. */
function promptOf(texts: readonly string[]): string | Record<string, string> {
  const parts = texts.map((text) => /^([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)=(.*)$/s.exec(text));
  if (texts.length === 1 && parts[0] === null) return texts[0]!;
  if (parts.includes(null))
    throw new Misuse('of several prompts say the language of each: --prompt "en=How was it?" --prompt "ko=…"');
  return Object.fromEntries(parts.map((part) => [part![1]!, part![2]!]));
}

function labelOf(text: string): { kind: string; lang?: string; text: string } {
  const [name, label] = pairOf(text);
  const [kind, lang] = name.split('.') as [string, string?];
  return { kind, ...(lang !== undefined && { lang }), text: label };
}

function valuesOf(texts: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name, value] = pairOf(text);
      return [name, /^(\d+|true|false)$/.test(value) ? (JSON.parse(value) as unknown) : value];
    }),
  );
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Misuse(`"${text}" must be NAME=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}
