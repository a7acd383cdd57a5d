import { asLeft, keptOf } from '../../core/first-reply.js';
import type { CommentOutcome, CommentRecord, CommentWrite, EditWrite, PostWrite } from '../../core/records.js';
import type { CommentDraft, CommentDrafts } from './comment-drafts.js';
import type { KnownCommands } from './known-commands.js';
import { logChange, type PageDraft, type PageDrafts } from './page-drafts.js';
import type { Threads } from './threads.js';
import type { VisitorWriter } from './visitor-writer.js';

interface Parts {
  readonly pages: PageDrafts;
  readonly comments: CommentDrafts;
  readonly commands: KnownCommands;
  readonly threads: Threads;
  readonly visitors: VisitorWriter;
}

/** Posts, edits, removes and restores comments, within the transaction of a group. */
export class CommentWriter {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  write(write: CommentWrite, now: number): CommentOutcome {
    const { pages, commands } = this.#parts;
    const page = pages.of(write.ref);
    const known = commands.find(write.ref.site, write);
    if (known === 'conflict') return { status: 'conflict' };
    if (known === 'repeated') return this.#repeat(page, write);
    if (write.onlyIfKnown) return { status: 'unknown' };
    return write.type === 'post' ? this.#post(page, write, now) : this.#change(page, write, now);
  }

  #repeat(page: PageDraft, write: CommentWrite): CommentOutcome {
    const comment = this.#find(page, write.type === 'post' ? write.commandId : write.id);
    // The fingerprint has not told this page from the first one's.
    if (comment === null) return { status: 'conflict' };
    page.isRepeated = true;
    const first = asLeft(comment.record, write, this.#parts.commands.keptWith(write));
    return { status: 'repeated', comment: first, record: page.record };
  }

  #post(page: PageDraft, write: PostWrite, now: number): CommentOutcome {
    const { pages, comments, commands, threads, visitors } = this.#parts;
    const { ref, commandId, author, parentId } = write;
    // Somebody else's.
    if (comments.find(ref.site, commandId) !== null) return { status: 'conflict' };
    const answered = parentId === null ? null : this.#find(page, parentId);
    if (parentId !== null && answered?.record.status !== 'published') return { status: 'not_found' };
    const top = answered?.parent ? comments.get(answered.parent) : answered;
    const record: CommentRecord = {
      id: commandId,
      seq: null,
      version: 1,
      parentId: top?.record.id ?? null,
      author,
      body: write.body,
      at: now,
      editedAt: null,
      status: write.status,
      removedBy: null,
      reason: write.reason,
      votes: { up: 0, down: 0, version: 0 },
      pinnedAt: null,
      replyCount: 0,
    };
    const comment = threads.add(page, {
      site: ref.site,
      pageId: pages.make(page),
      parent: top?.key ?? null,
      record,
      isListed: false,
      removedFrom: null,
      fingerprint: write.fingerprint,
    });
    if (write.isRename) visitors.rename(ref.site, write.visitorId, author.name);
    commands.noteBriefly(write);
    return { status: 'applied', comment: { ...comment.record }, record: page.record };
  }

  #change(page: PageDraft, write: EditWrite, now: number): CommentOutcome {
    const comment = this.#find(page, write.id);
    if (comment === null) return { status: 'not_found' };
    const { record } = comment;
    const isRemoved = record.status === 'removed';
    if (record.version !== write.ifVersion || isRemoved !== (write.type === 'restore')) return { status: 'stale' };
    // Its text is no longer kept.
    if (comment.text === null) return { status: 'not_found' };
    this.#apply(page, comment, write, now);
    this.#parts.commands.note(write, keptOf(record));
    return { status: 'applied', comment: { ...record }, record: page.record };
  }

  #apply(page: PageDraft, comment: CommentDraft, write: EditWrite, now: number): void {
    const { comments, threads } = this.#parts;
    const { record } = comment;
    switch (write.type) {
      case 'edit':
        comments.setBody(comment, write.body!);
        record.editedAt = now;
        record.version += 1;
        if (record.status === 'published') logChange(page, 'edited', comment);
        return;
      case 'remove':
        comment.removedFrom = record.status;
        record.removedBy = write.removedBy!;
        threads.setStatus(page, comment, 'removed');
        return;
      case 'restore': {
        const status = comment.removedFrom!;
        comment.removedFrom = null;
        record.removedBy = null;
        threads.setStatus(page, comment, status);
      }
    }
  }

  #find(page: PageDraft, id: string): CommentDraft | null {
    const comment = this.#parts.comments.find(page.ref.site, id);
    return comment !== null && comment.pageId === page.id ? comment : null;
  }
}
