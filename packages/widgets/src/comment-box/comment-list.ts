import type { ShownComment, ThreadItem } from '@huzzah/client';
import type { Vote } from '@huzzah/protocol';
import type { Box } from './box.js';
import { CommentRow, type RowTemplate } from './comment-row.js';
import { authorName, tickTimes } from './comment-template.js';
import { Composer } from './composer.js';
import { loadMore } from './load-more.js';
import { Rows } from './rows.js';
import type { Scene } from './scene.js';
import { steadily } from './steadily.js';

/** How a list stands, where it is no thread. */
export interface ListLayout {
  readonly template: RowTemplate;
  /** The comments in the order of their rows. */
  order(items: readonly ThreadItem[]): readonly ShownComment[];
}

/** The comments as a feed, and what is done by their buttons and keys. */
export class CommentList {
  /** How a stream stands, once that is loaded. */
  layout: ListLayout | null = null;
  readonly #rows = new Rows((id) => new CommentRow(id));
  readonly #box: Box;
  #drawn: readonly unknown[] = [];
  #replying: { row: CommentRow; composer: Composer } | null = null;

  constructor(box: Box) {
    this.#box = box;
    const { element } = this;
    element.className = 'list';
    element.setAttribute('role', 'feed');
    element.setAttribute('part', 'list');
    element.addEventListener('click', this.#clicked);
    element.addEventListener('keydown', this.#pressed);
    element.addEventListener('focusin', ({ target }) => this.#rove((target as Element).closest('article')));
  }

  get element(): HTMLElement {
    return this.#rows.element;
  }

  /** Whether a reply is being written. */
  get isWriting(): boolean {
    return this.#replying?.composer.isWriting ?? false;
  }

  /** The row of a comment or a reply. */
  find(id: string): CommentRow | undefined {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    for (const row of this.#rows.all) {
      const reply = row.reply(id);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  draw(scene: Scene): void {
    const { words, votes, view, closed } = scene;
    const style = [words, votes, view.isLocked, scene.isStream];
    const isAnew = style.some((value, index) => value !== this.#drawn[index]);
    this.#drawn = style;
    this.element.setAttribute('aria-label', words.say('comments'));
    this.element.setAttribute('aria-busy', String(view.loading !== null));
    const layout = scene.isStream ? this.layout : null;
    const shown = layout ? layout.order(view.items) : view.items;
    steadily(this.element, () =>
      this.#rows.draw(shown, (row, each) => row.draw(each, scene, isAnew, layout?.template)),
    );
    if (closed) this.stopReplying();
    this.#replying?.composer.draw(scene);
    if (!this.element.querySelector('[tabindex="0"]')) this.#rove(this.element.querySelector('article'));
  }

  /** Brings the times up to now. */
  tick(): void {
    tickTimes(this.element, this.#box.scene.words);
  }

  stopReplying(): void {
    this.#replying?.row.put(null);
    this.#replying = null;
  }

  #reply(row: CommentRow): void {
    if (this.#replying?.row !== row) {
      this.stopReplying();
      const { comment } = row.shown;
      const parentId = comment.parentId ?? comment.id;
      const stop = () => {
        this.stopReplying();
        row.element.focus();
      };
      const composer = new Composer(({ words }) => ({
        field: words.say('field.reply', { name: authorName(comment.author?.name, words) }),
        verb: 'reply',
        draftOf: parentId,
        submit: (text) => this.#box.post(text, parentId) && (queueMicrotask(stop), true),
        cancel: stop,
      }));
      this.#replying = { row, composer };
      row.put(composer.element);
      composer.draw(this.#box.scene);
    }
    this.#replying!.composer.focus();
  }

  /** One comment can be reached by Tab: where the focus was last, else the first. */
  #rove(article: HTMLElement | null): void {
    this.element.querySelectorAll<HTMLElement>('article[tabindex="0"]').forEach((each) => (each.tabIndex = -1));
    if (article) article.tabIndex = 0;
  }

  readonly #clicked = ({ target }: Event): void => {
    const button = (target as Element).closest<HTMLElement>('[data-act]');
    const row = button && this.find(button.closest('article')!.id.slice(2));
    const { thread } = this.#box.scene;
    if (!row || !thread) return;
    const { comment, myVote } = row.shown;
    const vote = (value: Vote) =>
      thread.vote(comment.id, myVote === value ? 0 : value).catch((error: unknown) => this.#box.tellAt(row, this.#box.refused(error)));
    switch (button.dataset['act']) {
      case 'up':
        return void vote(1);
      case 'down':
        return void vote(-1);
      case 'reply':
        return this.#reply(row);
      case 'replies':
        return void thread.showReplies(comment.id);
      case 'all':
        row.own.classList.add('whole');
        return row.element.focus();
      default:
        void loadMore().then((module) => module.act(button, row, this.#box));
    }
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const isMove = /^Page(Up|Down)$/.test(event.key) || (event.ctrlKey && /^(Home|End)$/.test(event.key));
    if (!isMove || (event.target as Element).matches('textarea, input')) return;
    event.preventDefault();
    void loadMore().then(({ moveInFeed }) => moveInFeed(this.element, event.key));
  };
}
