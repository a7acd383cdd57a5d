import type { ShownComment, ThreadItem } from '@huzzah/client';
import type { TemplateResult, nothing } from 'lit';
import { addEnglish, type Words } from '../../words.js';
import { partTemplate } from './part-template.js';
import { CommentRow, type CommentTemplate } from './comment-row.js';
import { placeRows } from './place-rows.js';
import { tickTimes } from './relative-time.js';
import { listWords } from './words.js';
import type { Scene } from '../scene.js';

addEnglish(listWords);

/** What the button behind a list shows, by its order. */
const BEHIND = { newest: 'older', oldest: 'newer', top: 'rest' } as const;
/** Rows a frame that are new, or are to look another way: more of them would stop the scrolling of a slow phone. */
const MOST_NEW = 10;
/** And of the first ones: a screen of them. */
const MOST_FIRST = 16;

export { commentStyles as listStyles } from './comment.styles.js';

/** How a list stands that is no thread. */
export interface ListLayout {
  readonly template: CommentTemplate;
  /** The comments in the order of their rows. */
  order(items: readonly ThreadItem[]): readonly ShownComment[];
}

/** The comments, as a feed. */
export class CommentList {
  readonly element: HTMLElement;
  /** How a stream stands, once that is loaded. */
  layout: ListLayout | undefined;
  /** Whether all is drawn that is to be; else the rest follows, frame by frame. */
  isWhole = true;
  readonly #rows = new Map<string, CommentRow>();
  readonly #redraw: () => void;
  #drawn: readonly unknown[] = [];
  /** Counts how often all rows were to look another way. */
  #style = 0;
  #next = 0;

  /**
   * @param element an empty one, that becomes the feed
   * @param redraw asks for another drawing
   */
  constructor(element: HTMLElement, redraw: () => void) {
    this.element = element;
    this.#redraw = redraw;
  }

  /** Brings the times up to now. */
  tick(words: Words): void {
    tickTimes(this.element, words);
  }

  /** What stands behind the last comment: the button for more of them. */
  behindTemplate({ view, words }: Scene): TemplateResult | typeof nothing {
    const { olderCount, newerCount, sort } = view;
    // Opened in its middle, nobody knows how many of the rest stand before it.
    const text = words.say(newerCount > 0 ? `${BEHIND[sort]}.some` : BEHIND[sort], { n: olderCount });
    return partTemplate('older', text, olderCount, view);
  }

  /** The row of a comment or a reply. */
  find(id: string): CommentRow | undefined {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    for (const { replies } of this.#rows.values()) {
      const reply = replies.get(id);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  /** Whether a drawing would change any row. */
  isNews({ words, votes, view, desk, isStream }: Scene): boolean {
    const [items, ...style] = this.#drawn;
    return !this.isWhole || view.items !== items || !isEqual(style, [words, votes, view.isLocked, desk, isStream]);
  }

  draw(scene: Scene): void {
    const { element } = this;
    const { words, votes, view, desk, isStream } = scene;
    element.setAttribute('aria-busy', String(view.loading !== null));
    if (!this.isNews(scene)) return;
    const style = [words, votes, view.isLocked, desk, isStream];
    if (!isEqual(style, this.#drawn.slice(1))) this.#style += 1;
    this.#drawn = [view.items, ...style];
    element.setAttribute('aria-label', words.say('comments'));
    const layout = isStream ? this.layout : undefined;
    const all: readonly ShownComment[] = layout ? layout.order(view.items) : view.items;
    // What else draws while the next are due draws none of them.
    let budget = this.#next ? 0 : this.#rows.size > 0 ? MOST_NEW : MOST_FIRST;
    const shown = all.filter(({ comment }) => this.#rows.has(comment.id) || budget-- > 0);
    this.isWhole = shown.length === all.length;
    placeRows(
      element,
      this.#rows,
      shown,
      (id) => new CommentRow(id),
      (row, shown) => {
        const isAnew = row.style !== this.#style;
        if (isAnew && row.shown === shown && budget-- <= 0) return void (this.isWhole = false);
        row.style = this.#style;
        row.draw(shown, scene, isAnew, layout?.template);
      },
      this.isWhole,
    );
    if (!this.isWhole)
      this.#next ||= requestAnimationFrame(() => {
        this.#next = 0;
        this.#redraw();
      });
    // Without any article it would be no feed.
    element.role = this.#rows.size > 0 ? 'feed' : 'group';
    // One of them can be reached by Tab.
    const first = element.querySelector('article');
    if (first && !element.querySelector('[tabindex="0"]')) first.tabIndex = 0;
  }
}

function isEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.every((value, index) => value === b[index]);
}
