/** What the command line asks of the server that has the store, or of itself where none runs. */
import * as z from 'zod';
import type { Store } from './core/ports.js';
import { answerSite, siteRequest, type SiteDesk } from './site-requests.js';

/** Whom the owner's requests are put to. */
export interface OwnerDesk extends SiteDesk {
  readonly store: Store;
}

/** What is said in answer, line by line; with a `status` other than 0 it is a fault. */
export interface OwnerReply {
  readonly status: number;
  readonly lines: readonly string[];
}

/** Without a `site`: whether the store takes writes, and the public address. */
const request = z.strictObject({ site: siteRequest.optional() });

export type OwnerRequest = z.input<typeof request>;

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
