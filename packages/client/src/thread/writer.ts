import type {
  Comment,
  CommentChanged,
  CommentVoted,
  FlagReason,
  VisitorErased,
  VisitorExport,
  Vote,
} from '@huzzah/protocol';
import { newCommandId } from '../command-id.js';
import type { PageConnection } from '../page-connection.js';
import type { HuzzahRefusal } from '../refusal.js';
import { CommentOutbox, type OutboxThread } from './comment-outbox.js';
import { PageDrafts } from './drafts.js';
import { eraseVisitor, exportVisitor } from './held-on-me.js';
import { layChange } from './lay-change.js';
import { OwnChanges, type ChangeInputs, type ChangeName } from './own-changes.js';
import type { Own } from './own.js';
import { foldReply } from './own-folds.js';
import type { ThreadState } from './thread-state.js';
import type { NewComment, ShownComment } from './thread-view.js';

/** How long *Undo* is there. */
const UNDO_MS = 8_000;

/** What a writer needs of its thread. */
export interface WriterThread {
  /** The page's key. */
  readonly key: string;
  /** What the server has said; the writer folds the replies to its own commands into it. */
  state: ThreadState;
  /** What there is to draw is another. */
  changed(): void;
}

/** All that the visitor writes on a page, until the server has it. */
export class Writer implements Own, OutboxThread {
  readonly key: string;
  readonly drafts: PageDrafts;
  mayPostAt = 0;
  readonly #thread: WriterThread;
  readonly #connection: PageConnection;
  readonly #outbox: CommentOutbox;
  readonly #changes: OwnChanges;
  /** What he has removed just now, as it was. */
  readonly #undoable = new Map<string, { readonly comment: Comment; readonly until: number }>();

  constructor(thread: WriterThread, connection: PageConnection) {
    this.key = thread.key;
    this.#thread = thread;
    this.#connection = connection;
    this.#outbox = CommentOutbox.at(connection);
    this.drafts = new PageDrafts(this.#outbox.keep, this.key);
    this.#changes = new OwnChanges({
      send: (type, command) => {
        connection.keepIdentity();
        return connection.request(`comment.${type}`, { page: this.key, ...command });
      },
      acknowledged: (id, reply) => 'epoch' in reply && this.#acknowledged(id, reply),
      changed: () => this.changed(),
    });
    this.connectionChanged();
  }

  get unsent(): Comment[] {
    return this.#outbox.of(this.key).map(({ id, parentId, body, at, name }) => ({
      id,
      parentId,
      body,
      at,
      author: { id: '', name: '', role: 'visitor', ...this.#connection.visitor, ...(name !== undefined && { name }) },
      seq: null,
      version: 0,
      editedAt: null,
      status: 'published',
      votes: { up: 0, down: 0, version: 0 },
      pinned: false,
      replyCount: 0,
    }));
  }

  lay(seen: ShownComment): ShownComment {
    const { id } = seen.comment;
    const undo = this.#undoable.get(id);
    let shown = seen.comment.version > 0 ? seen : { ...seen, ...this.#outbox.progressOf(id), editableUntil: null };
    for (const change of this.#changes.of(id)) shown = layChange(shown, change, undo?.comment);
    if (!undo) return shown;
    // What is removed has no author any more.
    const isRemoved = shown.comment.status === 'removed';
    return { ...shown, isMine: true, ...(isRemoved && { editableUntil: null, undoableUntil: undo.until }) };
  }

  post({ body, parentId = null, name }: NewComment): Promise<Comment> {
    this.#connection.open();
    return this.#outbox.post(
      { id: newCommandId(), page: this.key, parentId, body, at: Date.now(), ...(name !== undefined && { name }) },
      this.drafts.take(parentId),
    );
  }

  retry(id: string): void {
    this.#outbox.retry(id);
    this.#changes.retry(id);
  }

  discard(id: string): void {
    this.#outbox.discard(id);
    this.#changes.discard(id);
  }

  edit(id: string, body: string): Promise<Comment> {
    return this.#change(id, 'edit', { body });
  }

  /** @param comment as it is now */
  remove(id: string, comment: Comment | undefined): Promise<Comment> {
    if (comment) this.#undoable.set(id, { comment, until: Date.now() + UNDO_MS });
    setTimeout(() => this.#forget(id, Date.now()), UNDO_MS);
    return this.#change(id, 'remove', {});
  }

  restore(id: string): Promise<Comment> {
    const undo = this.#undoable.get(id);
    // What it was is shown until the server has said what it is.
    if (undo) this.#undoable.set(id, { ...undo, until: Infinity });
    return this.#change(id, 'restore', {}).finally(() => this.#forget(id, Infinity));
  }

  async vote(id: string, value: Vote): Promise<void> {
    await this.#change(id, 'vote', { value });
  }

  async flag(id: string, reason: FlagReason, text?: string): Promise<void> {
    await this.#change(id, 'flag', { reason, ...(text !== undefined && { text }) });
  }

  exportMine(): Promise<VisitorExport> {
    return exportVisitor(this.#connection);
  }

  eraseMine(): Promise<VisitorErased['erased']> {
    return eraseVisitor(this.#connection, this.#outbox);
  }

  posted(reply: CommentChanged): void {
    this.#acknowledged(reply.comment.id, reply);
    this.#mayPostIn(this.#thread.state.settings.slowModeMs);
  }

  refused({ code, retryAfterMs = 0 }: HuzzahRefusal): void {
    if (code === 'slow_mode' || code === 'rate_limited') this.#mayPostIn(retryAfterMs);
  }

  changed(): void {
    this.#thread.changed();
  }

  /** Whether somebody looks at the thread. */
  watch(isWatched: boolean): void {
    this.#outbox.watch(this, isWatched);
  }

  connectionChanged(): void {
    const isUp = this.#connection.stage === 'up';
    this.#outbox.setConnected(isUp);
    this.#changes.setConnected(isUp);
  }

  end(reason: Error): void {
    this.#outbox.end(reason);
    this.#changes.end(reason);
  }

  /** Resolves with the comment, where it is of text or status. */
  async #change<Name extends ChangeName>(id: string, type: Name, input: ChangeInputs[Name]): Promise<Comment> {
    this.#connection.open();
    return ((await this.#changes.ask(id, type, input)) as CommentChanged).comment;
  }

  #acknowledged(id: string, reply: CommentChanged | CommentVoted): void {
    this.#thread.state = foldReply(this.#thread.state, id, reply);
    this.changed();
  }

  #forget(id: string, until: number): void {
    if (this.#undoable.has(id) && this.#undoable.get(id)!.until <= until) this.#undoable.delete(id);
    this.changed();
  }

  #mayPostIn(ms: number): void {
    this.mayPostAt = Date.now() + ms;
    setTimeout(() => this.changed(), ms);
  }
}
