import type { VisitorErased, VisitorExport } from '@huzzah/protocol';
import { newCommandId } from '../command-id.js';
import type { PageConnection } from '../page-connection.js';
import type { CommentOutbox } from './comment-outbox.js';

/** All that the server holds on this visitor. */
export async function exportVisitor(connection: PageConnection): Promise<VisitorExport> {
  let before: string | null = null;
  let whole: VisitorExport | undefined;
  do {
    const part: VisitorExport = await connection.request('visitor.export', before === null ? {} : { before });
    before = part.before;
    whole = {
      ...part,
      comments: [...(whole?.comments ?? []), ...part.comments],
      reactions: [...(whole?.reactions ?? []), ...part.reactions],
      votes: [...(whole?.votes ?? []), ...part.votes],
      flags: [...(whole?.flags ?? []), ...part.flags],
    };
  } while (before !== null);
  return whole;
}

/** Has the server forget this visitor, and forgets what this browser keeps of him. */
export async function eraseVisitor(
  connection: PageConnection,
  outbox: CommentOutbox,
): Promise<VisitorErased['erased']> {
  const { erased } = await connection.request('visitor.erase', { commandId: newCommandId() });
  await outbox.clear();
  try {
    for (const key of Object.keys(localStorage)) {
      if (key === connection.storageName || key.startsWith(`${connection.storageName}:`)) localStorage.removeItem(key);
    }
  } catch {
    // Blocked: there is nothing.
  }
  return erased;
}
