import type { CommentList } from '../list/comment-list.js';
import type { CommentRow } from '../list/comment-row.js';
import type { Scene } from '../scene.js';
import type { Composer } from './composer.js';

/** A composer below a comment. */
export interface Reply {
  readonly composer: Composer;
  readonly row: CommentRow;
  /** Takes it away, and leaves the focus at the comment. */
  readonly stop: () => void;
}

/** A desk, as what a reader does at it knows it. */
export interface ActDesk {
  readonly list: CommentList;
  /** What was drawn last. */
  readonly scene: Scene;
  /** The reply, or the change, that is being written. */
  reply: Reply | null;
  /** Posts what is in the composer that holds this button. */
  submit(button: Element): void;
  /** Posts, unless the site says no; then the text stays where it is, and it returns `false`. */
  post(text: string, parentId: string | null, name?: string): boolean;
  /** Lets in what waits, and goes where it has come in. */
  reveal(isByKey: boolean): void;
  /** Whether new comments are announced is turned. */
  turn(): void;
  /** Says something below the heading, for a moment. */
  tell(text: string): void;
  /** Says something at a comment, and to one who listens. */
  tellAt(row: CommentRow, text: string): void;
  /** Says at a comment what was refused. */
  settle(done: Promise<unknown>, row: CommentRow): void;
  /** Tells the site of a refusal; returns what to tell the reader, '' where that is nothing. */
  refused(error: unknown): string;
}
