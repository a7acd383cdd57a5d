import { SORTS, type Comment, type Sort } from '@huzzah/protocol';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { HuzzahElement } from '../huzzah-element.js';
import { rollStyles } from '../roll.styles.js';
import { shell } from '../shell.styles.js';
import { tokens } from '../tokens.js';
import { addEnglish } from '../words.js';
import { BoxController } from './box-controller.js';
import { boxStyles } from './box.styles.js';
import { headingTemplate, sortTemplate } from './frame.js';
import type { Scene } from './scene.js';
import { ThreadController } from './thread-controller.js';
import { boxWords } from './words.js';

/**
 * Readers talk: comments and their replies, live. The line under a reader's eye never moves;
 * what he writes is kept over a lost connection and a closed tab, and sent exactly once.
 *
 * @tagname comment-box
 * @fires comment-submit - cancelable, before anything is sent: `{body, parentId}`, whose `body` may be changed
 * @fires comment-posted - when the server has an own comment: `{comment}`
 * @slot heading - in the place of the heading
 * @slot empty - in the place of the words for no comments
 * @slot signin - beside the writer's name: a way to sign in
 * @csspart composer - where is written: a name, the field, the counter, the button
 * @csspart field - the field
 * @csspart counter - how much of the limit is used
 * @csspart post - the button
 * @csspart list - all comments
 * @csspart comment - one of them, with its replies
 * @csspart author - a name
 * @csspart body - a text
 * @csspart actions - what can be done below a text
 * @csspart new - the button that lets in what waits
 * @csspart status - the line below the heading: how the box stands to its server, where not all is well
 * @cssprop --huzzah-accent - the button, links, focus ring
 * @cssprop --huzzah-danger - too long, not sent
 * @cssprop --huzzah-caution - nearly too long
 * @cssprop --huzzah-line - hairlines
 * @cssprop --huzzah-surface - under the pointer
 * @cssprop --huzzah-radius - of the field. Default: 10px
 * @cssprop --huzzah-gap - between comments. Default: 20px
 * @cssprop --huzzah-height - of a stream. Default: 30rem
 * @cssprop --huzzah-font - default: the page's
 * @example <comment-box sort="top" page-size="50" votes="both"></comment-box>
 */
export class CommentBoxElement extends HuzzahElement {
  static override styles = [tokens, shell, rollStyles, boxStyles];

  static override properties: PropertyDeclarations = {
    layout: { reflect: true, useDefault: true },
    sort: { reflect: true, useDefault: true },
    pageSize: { attribute: 'page-size', type: Number, reflect: true, useDefault: true },
    votes: { reflect: true, useDefault: true },
    placeholder: { reflect: true },
    heading: { reflect: true },
    announce: { reflect: true, useDefault: true },
  };

  /** `stream` is a box of fixed height, newest at the bottom: for something that happens now. */
  layout: 'thread' | 'stream' = 'thread';

  /** The order of a thread, which a reader may change. */
  sort: Sort = 'newest';

  /** Comments that come at a time, replies not counted; at most 100. */
  pageSize = 20;

  /** What can be said to a comment by one tap. */
  votes: 'up' | 'both' | 'off' = 'up';

  /** What an empty field asks. Default: the widgets' own words. */
  placeholder: string | null = null;

  /** The words above; `''` hides them. Default: the widgets' own. */
  heading: string | null = null;

  /** Whether new comments are told to assistive technology, a few times a minute at most. */
  announce: 'polite' | 'off' = 'polite';

  static {
    addEnglish(boxWords);
  }

  readonly #comments = new ThreadController(
    this,
    () => this.livePage,
    () => ({ sort: this.layout === 'stream' ? 'newest' : this.#order, limit: this.pageSize || 20 }),
  );
  readonly #box = new BoxController(this);

  /** The comments that are shown and that everybody sees, replies after the comment that they answer. */
  get comments(): readonly Comment[] {
    return this.#comments.view.items
      .flatMap((item) => [item, ...item.replies])
      .filter(({ delivery, comment }) => delivery === 'posted' && comment.status === 'published')
      .map(({ comment }) => comment);
  }

  /** Puts the cursor into the field. */
  focusComposer(): void {
    void this.updateComplete.then(() => this.#box.composer.querySelector('textarea')?.focus());
  }

  /** Scrolls to a comment, marks it for a moment, and puts the focus on it; resolves with `false` where it is not there. */
  async showComment(id: string): Promise<boolean> {
    return (await this.#box.loadDesk()).showComment(id);
  }

  protected override render(): TemplateResult {
    const { feed, composer, announcer, desk, clicked, pressed } = this.#box;
    const scene = this.#takeScene();
    const { isStream, words } = scene;
    if (!this.#box.hasLayout(isStream)) return html``;
    const writer = this.state === 'refused' ? nothing : composer;
    const mine = html`<button class="text held" data-act="mine">${words.say('mine')}</button>`;
    return html`<div class=${isStream ? 'root stream' : 'root'} @click=${clicked} @keydown=${pressed}>
      <div class="head">
        ${headingTemplate(this.heading ?? words.say('comments'), scene)}
        ${isStream ? mine : sortTemplate(this.#order, scene, (sort) => (this.sort = sort))}
      </div>
      <p class="status second" part="status" role="status">${this.#status(scene)}</p>
      ${isStream ? nothing : writer}
      <button class="quiet text" data-act="quiet" aria-pressed=${this.announce === 'off'}>${words.say('quiet')}</button>
      <div class="view">
        ${desk?.aroundTemplate('start', scene)}${feed}${this.#behindTemplate(scene)}${desk?.aroundTemplate('end', scene)}
      </div>
      ${isStream ? writer : mine}${announcer.element}
    </div>`;
  }

  protected override updated(): void {
    super.updated();
    if (this.#box.hasLayout(this.#box.scene.isStream)) this.#box.draw();
  }

  get #order(): Sort {
    return SORTS.find((sort) => sort === this.sort) ?? 'newest';
  }

  #takeScene(): Scene {
    const { view, thread } = this.#comments;
    const { words, votes, placeholder } = this;
    const isStream = this.layout === 'stream';
    const { desk } = this.#box;
    return (this.#box.scene = { words, page: this.view, thread, view, votes, placeholder, isStream, desk });
  }

  #status({ words, page, desk }: Scene): string {
    if (page.refusal?.code === 'unsupported_version') return words.refusal('unsupported_version')!;
    return this.look === 'offline' || this.look === 'catching-up' ? words.say(this.look) : (desk?.told ?? '');
  }

  #behindTemplate(scene: Scene): TemplateResult | typeof nothing {
    const { view, words, isStream } = scene;
    if (view.isKnown && view.items.length === 0)
      return html`<p class="empty"><slot name="empty">${words.say(isStream ? 'empty.stream' : 'empty')}</slot></p>`;
    return (!isStream && this.#box.list?.behindTemplate(scene)) || nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'comment-box': CommentBoxElement;
  }
}
