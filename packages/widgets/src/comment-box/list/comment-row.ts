import type { ShownComment, ThreadItem } from '@huzzah/client';
import { html, nothing, render } from 'lit';
import { commentTemplate } from './comment-template.js';
import { foldLong } from './fold.js';
import { placeRows } from './place-rows.js';
import type { Scene } from '../scene.js';

/** How a comment is drawn: in a thread it has a head, in a stream it is one paragraph. */
export type CommentTemplate = (shown: ShownComment, scene: Scene) => unknown;

/** One comment in the document, with its replies below it. Cheap to have: it draws only what has changed, and listens to nothing. */
export class CommentRow {
  readonly element = document.createElement('article');
  /** The comment itself, without its replies. */
  readonly own = document.createElement('div');
  /** Its replies, by id. */
  readonly replies = new Map<string, CommentRow>();
  /** What is drawn. */
  shown!: ShownComment;
  /** Which of the list's styles it is drawn in. */
  style = 0;
  #below: HTMLElement | undefined;

  constructor(id: string) {
    const { element, own } = this;
    own.className = 'own';
    element.id = `c-${id}`;
    element.tabIndex = -1;
    element.setAttribute('aria-labelledby', `by-${id}`);
    element.setAttribute('part', 'comment');
    element.ariaSetSize = '-1';
    element.append(own);
  }

  /** @param isAnew all of it, whatever has changed */
  draw(
    shown: ShownComment | ThreadItem,
    scene: Scene,
    isAnew: boolean,
    template: CommentTemplate = commentTemplate,
  ): void {
    if (shown === this.shown && !isAnew) return;
    this.shown = shown;
    const { classList } = this.element;
    const { delivery, isMine } = shown;
    classList.toggle('mine', isMine);
    classList.toggle('unsent', delivery === 'sending' || delivery === 'waiting');
    classList.toggle('failed', delivery === 'failed');
    render(template(shown, scene), this.own);
    foldLong(this.own);
    if ('replies' in shown && !scene.isStream) this.#drawReplies(shown, scene, isAnew);
  }

  #drawReplies({ replies, moreReplies, isLoadingReplies }: ThreadItem, scene: Scene, isAnew: boolean): void {
    if (replies.length + moreReplies + this.replies.size === 0) return;
    this.#below ??= this.element.appendChild(document.createElement('div'));
    this.#below.className = 'replies';
    const more = html`<button class="text" data-act="replies" aria-busy=${isLoadingReplies}>
      ${scene.words.say('replies', { n: moreReplies })}
    </button>`;
    render(
      html`<div></div>
        ${moreReplies > 0 ? more : nothing}`,
      this.#below,
    );
    placeRows(
      this.#below.firstElementChild!,
      this.replies,
      replies,
      (id) => new CommentRow(id),
      (row, reply) => row.draw(reply, scene, isAnew),
    );
  }
}
