import type { ShownComment, ThreadItem } from '@huzzah/client';
import { nothing, render, html } from 'lit';
import { commentTemplate } from './comment-template.js';
import { Rows } from './rows.js';
import type { Scene } from './scene.js';

/** How a row is drawn: a thread's rows have replies, a stream's are one paragraph. */
export type RowTemplate = (shown: ShownComment, scene: Scene) => unknown;

/** Shorter texts fit into eight lines, unless their lines are many. */
const LONG = 150;
let folds: ResizeObserver | undefined;

/** Has the row say whether all of a body is seen, at every width. */
function foldLong(body: Element): void {
  folds ??= new ResizeObserver((entries) => {
    for (const { target } of entries)
      target.parentElement?.classList.toggle('long', target.scrollHeight > target.clientHeight + 1);
  });
  folds.observe(body);
}

/** One comment in the document, with its replies below it. Cheap to have: it draws only what has changed, and listens to nothing. */
export class CommentRow {
  readonly element = document.createElement('article');
  /** The comment itself, without its replies. */
  readonly own = document.createElement('div');
  readonly #said = document.createElement('p');
  readonly #more = document.createElement('div');
  readonly #replies = new Rows((id) => new CommentRow(id));
  #shown: ShownComment | ThreadItem | undefined;

  constructor(id: string) {
    const { element, own } = this;
    own.className = 'own';
    this.#said.className = 'note';
    this.#said.setAttribute('role', 'status');
    element.id = `c-${id}`;
    element.tabIndex = -1;
    element.setAttribute('aria-labelledby', `by-${id}`);
    element.setAttribute('part', 'comment');
    element.append(own);
  }

  /** What is drawn now. */
  get shown(): ShownComment {
    return this.#shown!;
  }

  /** The row of a reply. */
  reply(id: string): CommentRow | undefined {
    return this.#replies.get(id);
  }

  /** @param isAnew all of it, whatever has changed */
  draw(shown: ShownComment | ThreadItem, scene: Scene, isAnew: boolean, template: RowTemplate = commentTemplate): void {
    if (shown === this.#shown && !isAnew) return;
    this.#shown = shown;
    const { comment, delivery, isMine } = shown;
    const { classList } = this.element;
    classList.toggle('mine', isMine);
    classList.toggle('pinned', comment.pinned);
    classList.toggle('unsent', delivery === 'sending' || delivery === 'waiting');
    classList.toggle('failed', delivery === 'failed');
    render(template(shown, scene), this.own);
    const body = this.own.querySelector('.body');
    if (body && (comment.body.length > LONG || comment.body.split('\n').length > 8)) foldLong(body);
    if ('replies' in shown && !scene.isStream) this.#drawReplies(shown, scene, isAnew);
  }

  /** Puts something under the comment, above its replies: a reply being written. `null` takes it away. */
  put(panel: HTMLElement | null): void {
    this.element.querySelector(':scope > .panel')?.remove();
    panel?.classList.add('panel');
    if (panel) this.own.after(panel);
  }

  /** Says something at the comment: what was refused, or done. */
  say(text: string): void {
    this.#said.textContent = text;
    if (!this.#said.isConnected) this.own.after(this.#said);
  }

  #drawReplies({ replies, moreReplies, isLoadingReplies }: ThreadItem, scene: Scene, isAnew: boolean): void {
    const list = this.#replies.element;
    if (replies.length + moreReplies === 0 && !list.isConnected) return;
    if (!list.isConnected) {
      list.className = 'replies';
      this.element.append(list, this.#more);
    }
    this.#replies.draw(replies, (row, reply) => row.draw(reply, scene, isAnew));
    const { words } = scene;
    render(
      moreReplies === 0
        ? nothing
        : html`<button class="text more" type="button" data-act="replies" aria-busy=${isLoadingReplies}>
            ${words.say('replies', { n: moreReplies })}
          </button>`,
      this.#more,
    );
  }
}
