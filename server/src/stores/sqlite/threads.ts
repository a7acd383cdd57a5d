import type { CommentStatus } from '@huzzah/protocol';
import type { CommentDraft, CommentDrafts, NewComment } from './comment-drafts.js';
import { logChange, type PageDraft } from './page-drafts.js';

/** What is counted and listed of a page's comments, kept true through every change of a status. */
export class Threads {
  readonly #comments: CommentDrafts;

  constructor(comments: CommentDrafts) {
    this.#comments = comments;
  }

  /** Puts in a new comment; a published one takes the page's next `seq`. */
  add(page: PageDraft, comment: NewComment): CommentDraft {
    const isPublished = comment.record.status === 'published';
    if (!isPublished) return this.#comments.add(comment);
    comment.record.seq = page.record.seq + 1;
    const added = this.#comments.add({ ...comment, isListed: true });
    logChange(page, 'posted', added);
    if (added.parent === null) page.record.threadCount += 1;
    this.#count(page, added, 1);
    return added;
  }

  /** Gives the comment another status, and logs it where readers can see that. */
  setStatus(page: PageDraft, comment: CommentDraft, status: CommentStatus): void {
    const step = Number(status === 'published') - Number(comment.record.status === 'published');
    comment.record.status = status;
    comment.record.version += 1;
    this.#comments.stateChanged(comment);
    if (step === 0) return;
    logChange(page, step > 0 ? 'restored' : 'removed', comment);
    this.#relist(page, comment);
    this.#count(page, comment, step);
  }

  #count(page: PageDraft, { parent }: CommentDraft, step: number): void {
    page.record.commentCount += step;
    if (parent === null) return;
    const top = this.#comments.get(parent);
    top.record.replyCount += step;
    this.#comments.replyCountChanged(top);
    this.#relist(page, top);
  }

  /** A comment that is no longer published stays listed while it has published replies. */
  #relist(page: PageDraft, comment: CommentDraft): void {
    const { parent, record } = comment;
    const isKept = parent === null && record.seq !== null && record.replyCount > 0;
    const isListed = record.status === 'published' || isKept;
    if (isListed === comment.isListed) return;
    comment.isListed = isListed;
    this.#comments.stateChanged(comment);
    if (parent === null) page.record.threadCount += isListed ? 1 : -1;
  }
}
