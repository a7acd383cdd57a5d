import type { Comment } from '@huzzah/protocol';
import type { ShownComment } from './thread-view.js';

/** What is the visitor's own, and is not the server's yet: it is laid over the truth. */
export interface Own {
  /** His comments that the server has not acknowledged. */
  readonly unsent: readonly Comment[];
  /** When he may post again, epoch ms. */
  readonly mayPostAt: number;
  /** The comment as it will be once all is done that he has asked for; the same object where that is nothing. */
  lay(shown: ShownComment): ShownComment;
}
