import type { ShownComment, ThreadItem } from '@huzzah/client';
import { nothing, type TemplateResult } from 'lit';
import { addEnglish, type Words } from '../../words.js';
import { partTemplate } from './part-template.js';
import { CommentRow, type CommentTemplate } from './comment-row.js';
import { foldLong } from './fold.js';
import { tickTimes } from './relative-time.js';
import { Rows } from './rows.js';
import { beginSlice } from './slice.js';
import { listWords } from './words.js';
import type { Scene } from '../scene.js';

addEnglish(listWords);

/** What the button behind a list shows, by its order. */
const BEHIND = { newest: 'older', oldest: 'newer', top: 'rest' } as const;

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
  /** Whether it was whole once: before that what stands behind it would be seen to move. */
  isBegun = false;
  readonly #rows: Rows<CommentRow>;
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
    this.#rows = new Rows(element, (id) => new CommentRow(id));
    this.#redraw = redraw;
    // In each frame all bodies that are observed are asked for their size.
    element.addEventListener('contentvisibilityautostatechange', (event) => {
      const { target, skipped } = event as ContentVisibilityAutoStateChangeEvent;
      foldLong(target as Element, !skipped);
    });
  }

  /** Brings the times up to now. */
  tick(words: Words): void {
    tickTimes(this.element, words);
  }

  /** What stands behind the last comment: the button for more of them. */
  behindTemplate({ view, words }: Scene): TemplateResult | typeof nothing {
    if (!this.isBegun) return nothing;
    const { olderCount, newerCount, sort } = view;
    // Opened in its middle, nobody knows how many of the rest stand before it.
    const text = words.say(newerCount > 0 ? `${BEHIND[sort]}.some` : BEHIND[sort], { n: olderCount });
    return partTemplate('older', text, olderCount, view);
  }

  /** The row of a comment or a reply. */
  find(id: string): CommentRow | undefined {
    const known = this.#rows.get(id);
    if (known !== undefined) return known;
    for (const row of this.#rows.inOrder) {
      const reply = row.replies?.get(id);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  /** Whether a drawing now would change any row. */
  isNews(scene: Scene): boolean {
    return !this.#next && (!this.isWhole || isOther(this.#drawn, lookOf(scene)));
  }

  draw(scene: Scene): void {
    if (this.isNews(scene)) {
      // To make the view has taken its part of this frame.
      if (this.isWhole && this.#drawn.length > 0) this.isWhole = false;
      else this.#drawSlice(scene);
      if (!this.isWhole)
        this.#next = requestAnimationFrame(() => {
          this.#next = 0;
          this.#redraw();
        });
      else if (!this.isBegun) {
        this.isBegun = true;
        this.#redraw();
      }
    }
    this.element.setAttribute('aria-busy', String(scene.view.loading !== null || !this.isWhole));
  }

  #drawSlice(scene: Scene): void {
    const { element } = this;
    const { words, view, isStream } = scene;
    const look = lookOf(scene);
    if (isOther(this.#drawn.slice(1), look.slice(1))) this.#style += 1;
    this.#drawn = look;
    element.setAttribute('aria-label', words.say('comments'));
    const layout = isStream ? this.layout : undefined;
    const shown: readonly ShownComment[] = layout ? layout.order(view.items) : view.items;
    const drawing = { scene, slice: beginSlice(), style: this.#style, template: layout?.template };
    this.isWhole = this.#rows.place(shown, drawing.slice, (row, each) => row.draw(each, drawing));
    const { inOrder } = this.#rows;
    // Without any article it would be no feed.
    element.role = inOrder.length > 0 ? 'feed' : 'group';
    // One of them can be reached by Tab.
    if (inOrder[0] && !element.querySelector('[tabindex="0"]')) inOrder[0].element.tabIndex = 0;
  }
}

/** All that rows are drawn from. */
const lookOf = ({ words, votes, view, desk, isStream }: Scene) => [
  view.items,
  words,
  votes,
  view.isLocked,
  desk,
  isStream,
];

const isOther = (a: readonly unknown[], b: readonly unknown[]) => b.some((value, index) => value !== a[index]);
