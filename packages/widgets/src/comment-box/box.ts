import type { Announcer } from './announcer.js';
import type { CommentList } from './comment-list.js';
import type { CommentRow } from './comment-row.js';
import type { Scene } from './scene.js';

/** A comment box, as its parts know it. */
export interface Box {
  /** What was drawn last. */
  readonly scene: Scene;
  readonly list: CommentList;
  readonly announcer: Announcer;
  /** Says something below the heading, for a moment. */
  tell(text: string): void;
  /** Says something at a comment, and to one who listens. */
  tellAt(row: CommentRow, text: string): void;
  /** Posts, unless the site says no; then the text stays where it is. */
  post(body: string, parentId: string | null, name?: string): boolean;
  /** Tells the site of a refusal; returns what to tell the reader, '' where that is nothing. */
  refused(error: unknown): string;
}
