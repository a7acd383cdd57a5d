import { SORTS, type Comment, type Sort } from '@huzzah/protocol';
import { html, nothing, render, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DigitRoll } from '../digit-roll.js';
import { HuzzahElement } from '../huzzah-element.js';
import { retry } from '../retry.js';
import { rollStyles } from '../roll.styles.js';
import { shell } from '../shell.styles.js';
import { tokens } from '../tokens.js';
import { addEnglish } from '../words.js';
import { addStyles } from '../add-styles.js';
import { Announcer } from './announcer.js';
import { boxStyles } from './box.styles.js';
import { addressedComment } from './comment-address.js';
import type { Desk } from './desk/desk.js';
import { EarlyPosts } from './early-posts.js';
import { behindTemplate, headingTemplate, part, sortTemplate } from './frame.js';
import type { CommentList } from './list/comment-list.js';
import { idleComposer } from './idle-composer.js';
import { isPostKey } from './post-key.js';
import { isUnfinished, type Scene } from './scene.js';
import { ThreadController } from './thread-controller.js';
import { boxWords } from './words.js';

/** Times are true to so much. */
const TICK_MS = 20_000;
/** What a reader does before he does anything with comments. */
const STIRS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'focusin'] as const;

/**
 * Readers talk: comments and their replies, live. The line under a reader's eye never moves;
 * what he writes is kept over a lost connection and a closed tab, and sent exactly once.
 *
 * @tagname comment-box
 * @fires {CustomEvent<CommentSubmit>} comment-submit - cancelable, before anything is sent: `{body, parentId}`, whose `body` may be changed
 * @fires {CustomEvent<CommentPosted>} comment-posted - when the server has an own comment: `{comment}`
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
  readonly #feed = part('list');
  readonly #composer = part('composer');
  readonly #announcer = new Announcer();
  readonly #roll = new DigitRoll();
  #scene: Scene | undefined;
  #list: CommentList | null = null;
  #listing: Promise<CommentList> | undefined;
  #desk: Desk | null = null;
  #desking: Promise<Desk> | undefined;
  #thread: unknown;
  /** The number of comments up to which new ones are announced. */
  #counted: number | null = null;
  readonly #early = new EarlyPosts();
  /** Ended when the element leaves the document. */
  #watch: AbortController | undefined;
  #ticker: ReturnType<typeof setInterval> | undefined;

  /** The comments that are shown and that everybody sees, replies after the comment that they answer. */
  get comments(): readonly Comment[] {
    return this.#comments.view.items
      .flatMap((item) => [item, ...item.replies])
      .filter(({ delivery, comment }) => delivery === 'posted' && comment.status === 'published')
      .map(({ comment }) => comment);
  }

  /** Puts the cursor into the field. */
  focusComposer(): void {
    void super.getUpdateComplete().then(() => this.#composer.querySelector('textarea')?.focus());
  }

  /** Scrolls to a comment, marks it for a moment, and puts the focus on it; resolves with `false` where it is not there. */
  async showComment(id: string): Promise<boolean> {
    return (await this.#loadDesk()).showComment(id);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = (this.#watch = new AbortController());
    addEventListener('hashchange', this.#follow, { signal });
    for (const type of STIRS) document.addEventListener(type, this.#stirred, { capture: true, passive: true, signal });
    this.#ticker = setInterval(() => this.#list?.tick(this.words), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch?.abort();
    clearInterval(this.#ticker);
  }

  protected override render(): TemplateResult {
    const scene = this.#takeScene();
    const { isStream, words, view, desk } = scene;
    // Its look comes with the first stream.
    if (isStream && !this.#list?.layout) return html``;
    const writer = this.state === 'refused' ? nothing : this.#composer;
    const isDrawn = view.isKnown && (this.#list?.isBegun === true || view.items.length === 0);
    const mine = html`<button class="text held" data-act="mine" ?disabled=${!isDrawn}>${words.say('mine')}</button>`;
    return html`<div class=${isStream ? 'root stream' : 'root'} @click=${this.#clicked} @keydown=${this.#pressed}>
      <div class="head">
        ${headingTemplate(this.heading ?? words.say('comments'), this.#roll, scene)}
        ${isStream ? mine : sortTemplate(this.#order, scene, (sort) => (this.sort = sort))}
      </div>
      <p class="status second" part="status" role="status">${this.#status(scene)}</p>
      ${isStream ? nothing : writer}
      <button class="quiet text" data-act="quiet" aria-pressed=${this.announce === 'off'}>${words.say('quiet')}</button>
      <div class="view">
        ${desk?.aroundTemplate('start', scene)}${this.#feed}${behindTemplate(scene, this.#list)}${desk?.aroundTemplate('end', scene)}
      </div>
      ${isStream ? writer : mine}${this.#announcer.element}
    </div>`;
  }

  /** Of an update it is a part that all rows are drawn. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const isDone = await super.getUpdateComplete();
    if (this.#list?.isWhole !== false) return isDone;
    await new Promise(requestAnimationFrame);
    return this.updateComplete;
  }

  protected override updated(): void {
    super.updated();
    const scene = this.#scene!;
    const { view, thread, words, isStream } = scene;
    if (isStream && !this.#list?.layout) return void this.#loadStream();
    if (thread !== this.#thread) {
      this.#thread = thread;
      this.#follow();
    } else if (this.#counted !== null) {
      this.#announcer.count(view.commentCount - this.#counted, (n) => words.say('new', { n }));
    }
    this.#counted = view.isKnown && this.announce !== 'off' ? view.commentCount : null;
    if (this.#desk) return this.#desk.draw(scene);
    render(idleComposer(scene), this.#composer);
    if (this.#list) this.#list.draw(scene);
    else if (view.items.length > 0) void this.#loadList();
    if (view.items.some(isUnfinished)) void this.#loadDesk();
  }

  get #order(): Sort {
    return SORTS.find((sort) => sort === this.sort) ?? 'newest';
  }

  #takeScene(): Scene {
    const { view, thread } = this.#comments;
    return (this.#scene = {
      words: this.words,
      page: this.view,
      thread,
      view,
      votes: this.votes,
      placeholder: this.placeholder,
      isStream: this.layout === 'stream',
      desk: this.#desk,
    });
  }

  #status({ words, page }: Scene): string {
    if (page.refusal?.code === 'unsupported_version') return words.refusal('unsupported_version')!;
    return this.look === 'offline' || this.look === 'catching-up' ? words.say(this.look) : (this.#desk?.told ?? '');
  }

  /** How comments are listed comes with the first of them. */
  #loadList(): Promise<CommentList> {
    return (this.#listing ??= retry(() => import('./list/comment-list.js'), Infinity).then(
      ({ CommentList, listStyles }) => {
        addStyles(this.renderRoot as ShadowRoot, listStyles);
        this.requestUpdate();
        return (this.#list = new CommentList(this.#feed, () => this.requestUpdate()));
      },
    ));
  }

  /** And how a stream is, with the first stream. */
  async #loadStream(): Promise<void> {
    const [list, { stream }] = await Promise.all([
      this.#loadList(),
      retry(() => import('./stream/stream.js'), Infinity),
    ]);
    if (list.layout) return;
    addStyles(this.renderRoot as ShadowRoot, stream.styles);
    list.layout = stream;
    this.requestUpdate();
  }

  /** All that answers to a reader comes with the first time that he stirs; however long he is offline then. */
  #loadDesk(): Promise<Desk> {
    const desk = () => retry(() => import('./desk/desk.js'), Infinity);
    const parts = () => Promise.all([this.#loadList(), desk(), this.#comments.want()]);
    return (this.#desking ??= parts().then(async ([list, { Desk }]) => {
      await super.getUpdateComplete();
      this.#desk = new Desk(this, this.#scene!, list, this.#composer, this.#announcer);
      this.requestUpdate();
      await super.getUpdateComplete();
      return this.#desk;
    }));
  }

  readonly #clicked = ({ target, detail }: UIEvent): void => {
    const button = (target as Element).closest<HTMLElement>('[data-act]');
    if (button === null) return;
    if (this.#desk) this.#desk.act(button, detail === 0);
    else if (button.dataset['act'] === 'post') this.#postEarly(button);
    else void this.#loadDesk().then((desk) => desk.act(button, detail === 0));
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (this.#desk || !isPostKey(event, this.#scene!.isStream)) return;
    event.preventDefault();
    this.#postEarly(this.#composer);
  };

  #postEarly(at: Element): void {
    const early = this.#early.take(this.#composer);
    void this.#loadDesk().then((desk) => desk.submit(at, early));
  }

  readonly #stirred = (): void => {
    if (this.#comments.isWanted) void this.#loadDesk();
  };

  /** Goes to the comment that the page's address names. */
  readonly #follow = (): void => {
    const id = addressedComment();
    if (id !== undefined) void this.showComment(id);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'comment-box': CommentBoxElement;
  }
}
