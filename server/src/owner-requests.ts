/** What the command line asks of the server that has the store, or of itself where none runs. */
import { slug } from '@huzzah/protocol/schemas';
import * as z from 'zod';
import type { Store } from './core/ports.js';
import type { SiteBook } from './site-book.js';
import { answerSite } from './site-requests.js';

/** Whom the owner's requests are put to. */
export interface OwnerDesk {
  readonly book: SiteBook;
  readonly store: Store;
  /** The public address. */
  readonly url: string;
  /** Whether it is a server with readers. */
  readonly isServing: boolean;
}

/** What is said in answer, line by line; with a `status` other than 0 it is a fault. */
export interface OwnerReply {
  readonly status: number;
  readonly lines: readonly string[];
}

const text = z.string().max(10_000);
const site = z.strictObject({
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

/** Without a `site`: whether the store takes writes, and the public address. */
const request = z.strictObject({ site: site.optional() });

export type OwnerRequest = z.input<typeof request>;
export type SiteRequest = z.output<typeof site>;

/** Never rejects. */
export async function answerOwner(asked: unknown, desk: OwnerDesk): Promise<OwnerReply> {
  try {
    const { success, data, error } = request.safeParse(asked);
    if (!success) return { status: 1, lines: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
    if (data.site !== undefined) return { status: 0, lines: await answerSite(data.site, desk) };
    await desk.store.check();
    return { status: 0, lines: [desk.url] };
  } catch (error) {
    return { status: 1, lines: (error as Error).message.split('\n') };
  }
}
