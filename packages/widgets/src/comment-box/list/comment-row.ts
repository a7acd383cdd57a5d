import type { ShownComment, ThreadItem } from '@huzzah/client';
import { html, nothing, render } from 'lit';
import { commentTemplate } from './comment-template.js';
import { foldLong } from './fold.js';
import { Rows } from './rows.js';
import type { Slice } from './slice.js';
import type { Scene } from '../scene.js';

/** How a comment is drawn: in a thread it has a head, in a stream it is one paragraph. */
export type CommentTemplate = (shown: ShownComment, scene: Scene) => unknown;

/** What rows are drawn from, as it is in one slice of a drawing. */
export interface Drawing {
  readonly scene: Scene;
  readonly slice: Slice;
  /** Changes where all rows are to look another way. */
  readonly style: number;
  readonly template: CommentTemplate | undefined;
}

/** One comment in the document, with its replies below it. Cheap to have: it draws only what has changed, and listens to nothing. */
export class CommentRow {
  readonly element = document.createElement('article');
  /** The comment itself, without its replies. */
  readonly own = document.createElement('div');
  place = -1;
  /** What is drawn. */
  shown!: ShownComment;
  /** Its replies. */
  replies: Rows<CommentRow> | undefined;
  /** In which of the list's styles. */
  #style = 0;
  #isWhole = false;
  #below: HTMLElement | undefined;

  constructor(readonly id: string) {
    const { element, own } = this;
    own.className = 'own';
    element.id = `c-${id}`;
    element.tabIndex = -1;
    element.setAttribute('aria-labelledby', `by-${id}`);
    element.setAttribute('part', 'comment');
    element.ariaSetSize = '-1';
    element.append(own);
  }

  /** @returns whether all is drawn; else another slice is due */
  draw(shown: ShownComment | ThreadItem, drawing: Drawing): boolean {
    const { scene, slice, style, template = commentTemplate } = drawing;
    if (shown !== this.shown || style !== this.#style) {
      if (this.#style && !slice()) return false;
      this.shown = shown;
      this.#style = style;
      this.#isWhole = false;
      const { classList } = this.element;
      const { delivery, isMine } = shown;
      classList.toggle('mine', isMine);
      classList.toggle('unsent', delivery === 'sending' || delivery === 'waiting');
      classList.toggle('failed', delivery === 'failed');
      render(template(shown, scene), this.own);
      foldLong(this.own);
    }
    this.#isWhole ||= !('replies' in shown) || scene.isStream || this.#drawReplies(shown, drawing);
    return this.#isWhole;
  }

  #drawReplies({ replies, moreReplies, isLoadingReplies }: ThreadItem, drawing: Drawing): boolean {
    if (!this.replies && replies.length + moreReplies === 0) return true;
    this.#below ??= this.element.appendChild(document.createElement('div'));
    this.#below.className = 'replies';
    const more = html`<button class="text" data-act="replies" aria-busy=${isLoadingReplies}>
      ${drawing.scene.words.say('replies', { n: moreReplies })}
    </button>`;
    render(
      html`<div></div>
        ${moreReplies > 0 ? more : nothing}`,
      this.#below,
    );
    this.replies ??= new Rows(this.#below.firstElementChild!, (id) => new CommentRow(id));
    return this.replies.place(replies, drawing.slice, (row, reply) => row.draw(reply, drawing));
  }
}
