/**
 * What the server accepts, as schemas. Only the server loads this module at run time: the
 * browser has the types, and no zod.
 */
import * as z from 'zod';
import { FLAG_REASONS, SORTS } from './comments.js';
import { LIMITS } from './limits.js';
import { pageKey } from './page-key.js';

/** The id of a site or of a kind of reaction. */
export const slug = z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and -');

/** Few pages are asked for again and again, and to read an address costs as much as the rest of a command. */
const KNOWN_KEYS = 1_000;
const keys = new Map<string, string>();

function knownKey(text: string): string | null {
  const known = keys.get(text);
  if (known !== undefined) return known;
  const key = pageKey(text);
  if (key === null || text.length > LIMITS.pageKeyBytes) return key;
  if (keys.size >= KNOWN_KEYS) keys.clear();
  keys.set(text, key);
  return key;
}

const page = z.string().transform((text, context) => {
  const key = knownKey(text);
  if (key !== null) return key;
  context.addIssue({ code: 'custom', message: `must be 1 to ${LIMITS.pageKeyBytes} bytes without control characters` });
  return z.NEVER;
});

const commandId = z.uuid('must be a UUID').toLowerCase();
const counter = z.int().min(0);
/** The id of a comment, which is the commandId that posted it. */
const id = z.uuid('must be a UUID').toLowerCase();
/** A text that a visitor wrote; the rules normalise it, and say more of its length. */
const text = z.string().max(LIMITS.frameBytes);
const sort = z.enum(SORTS).optional();
const cursor = z.string().min(1).max(LIMITS.cursorLength).optional();
const since = z.strictObject({ epoch: z.string().min(1).max(64), seq: counter });

/** The query and body strings of HTTP routes that name a page. */
export const pageSchema = page;

/** How long a good one may be is said by the rules. */
const sso = z.string().max(LIMITS.frameBytes);

/** The `auth` of a connection. */
export const authSchema = z.strictObject({
  v: z.number(),
  site: slug,
  token: z.string().min(1).max(2_048).optional(),
  sso: sso.optional(),
});

/** What `comment.list` takes, and the query of its HTTP route. */
export const listSchema = z.strictObject({
  page,
  before: cursor,
  parentId: id.optional(),
  limit: z.int().min(1).max(LIMITS.listLength).optional(),
  sort,
  around: id.optional(),
});

/** Every command by its name, with the schema of what it takes. A command that is not here does not exist. */
export const COMMAND_SCHEMAS = {
  'page.join': z.strictObject({
    page,
    title: z.string().max(LIMITS.titleLength).optional(),
    url: z.string().max(LIMITS.urlLength).optional(),
    since: since.optional(),
    limit: z.int().min(0).max(LIMITS.listLength).optional(),
    sort,
    around: id.optional(),
  }),
  'page.leave': z.strictObject({ page }),
  'reaction.set': z.strictObject({ page, kind: slug.nullable(), commandId }),
  'comment.post': z.strictObject({ page, body: text, parentId: id.optional(), name: text.optional(), commandId }),
  'comment.edit': z.strictObject({ page, id, body: text, commandId }),
  'comment.remove': z.strictObject({ page, id, commandId }),
  'comment.restore': z.strictObject({ page, id, commandId }),
  'comment.vote': z.strictObject({ page, id, value: z.literal([1, 0, -1]), commandId }),
  'comment.flag': z.strictObject({ page, id, reason: z.enum(FLAG_REASONS), text: text.optional(), commandId }),
  'comment.list': listSchema,
  'visitor.identify': z.strictObject({ sso: sso.nullable(), commandId }),
  'visitor.rename': z.strictObject({ name: text, commandId }),
  'visitor.export': z.strictObject({ before: cursor }),
  'visitor.erase': z.strictObject({ commandId }),
} as const;

type Schemas = typeof COMMAND_SCHEMAS;

/** What each command takes, as a client sends it. */
export type CommandInputs = { [name in keyof Schemas]: z.input<Schemas[name]> };

/** What each command takes, after the schema: keys normalised. */
export type ParsedCommands = { [name in keyof Schemas]: z.output<Schemas[name]> };
