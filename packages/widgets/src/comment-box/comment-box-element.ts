import { SORTS, type Comment, type Sort } from '@huzzah/protocol';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { HuzzahElement } from '../huzzah-element.js';
import { rollStyles } from '../roll.styles.js';
import { shell } from '../shell.styles.js';
import { tokens } from '../tokens.js';
import { addEnglish } from '../words.js';
import { BoxController } from './box-controller.js';
import { boxStyles } from './box.styles.js';
import { commentStyles } from './comment.styles.js';
import { composerStyles } from './composer.styles.js';
import { beforeTemplate, behindTemplate, headingTemplate, newTemplate, sortTemplate } from './frame.js';
import { loadMore } from './load-more.js';
import { refusalText } from './refusal-text.js';
import type { Scene } from './scene.js';
import { ThreadController } from './thread-controller.js';
import { boxWords } from './words.js';

/** In the address of a page: one comment of it. */
const HASH = /^#huzzah-([\da-f-]{36})$/;
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
  static override styles = [tokens, shell, rollStyles, boxStyles, composerStyles, commentStyles];

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
  #wasAway = false;
  #followed: unknown;

  /** The comments that are shown and that everybody sees, replies after the comment that they answer. */
  get comments(): readonly Comment[] {
    return this.#comments.view.items
      .flatMap((item) => [item, ...item.replies])
      .filter(({ delivery, comment }) => delivery === 'posted' && comment.status === 'published')
      .map(({ comment }) => comment);
  }

  /** Puts the cursor into the field. */
  focusComposer(): void {
    void this.updateComplete.then(() => this.#box.composer.focus());
  }

  /** Scrolls to a comment, marks it for a moment, and puts the focus on it; resolves with `false` where it is not there. */
  async showComment(id: string): Promise<boolean> {
    await this.updateComplete;
    const { showComment } = await loadMore();
    return showComment(id, this.#box);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#follow);
  }

  protected override render(): TemplateResult {
    const { list, composer, announcer, isBehind } = this.#box;
    const scene = this.#takeScene();
    const { words, isStream } = scene;
    const writer = this.state === 'refused' ? nothing : composer.element;
    const mine = html`<button class="text mine" type="button" @click=${this.#asked}>${words.say('mine')}</button>`;
    return html`<div class=${isStream ? 'root stream' : 'root thread'}>
      <div class="head">
        ${headingTemplate(this.heading ?? words.say('comments'), scene)}
        ${isStream ? mine : sortTemplate(this.#order, scene, (sort) => (this.sort = sort))}
      </div>
      <p class="status" part="status" role="status">${this.#status(scene)}</p>
      ${isStream ? nothing : writer}
      <button class="quiet text" type="button" aria-pressed=${this.announce === 'off'} @click=${this.#turned}>
        ${words.say('quiet')}
      </button>
      <div class="view">
        ${newTemplate('start', scene, isBehind, this.#reveal)}${beforeTemplate(scene)}${list.element}
        ${behindTemplate(scene)}${newTemplate('end', scene, isBehind, this.#reveal)}
      </div>
      ${isStream ? writer : mine}${announcer.element}
    </div>`;
  }

  protected override updated(): void {
    super.updated();
    const { thread } = this.#comments;
    if (thread === this.#followed) return;
    this.#followed = thread;
    if (thread) this.#follow();
  }

  get #order(): Sort {
    return SORTS.find((sort) => sort === this.sort) ?? 'newest';
  }

  #takeScene(): Scene {
    const { view, thread } = this.#comments;
    const { words, look } = this;
    const barred = view.items.find(({ failure }) => failure?.code === 'muted' || failure?.code === 'banned')?.failure;
    if (this.#wasAway && look === 'live') this.#box.tell(words.say('back'));
    this.#wasAway = look === 'offline' || look === 'catching-up';
    this.#box.announcer.turn(this.announce === 'off');
    return (this.#box.scene = {
      words,
      page: this.view,
      thread,
      view,
      votes: this.votes,
      placeholder: this.placeholder,
      isStream: this.layout === 'stream',
      closed: view.isLocked ? words.refusal('locked')! : barred ? refusalText(words, barred) : '',
    });
  }

  #status({ words, page }: Scene): string {
    if (page.refusal?.code === 'unsupported_version') return words.refusal('unsupported_version')!;
    return this.look === 'offline' || this.look === 'catching-up' ? words.say(this.look) : this.#box.told;
  }

  readonly #reveal = (isByKey: boolean): void => this.#box.reveal(isByKey);

  readonly #turned = (): void => {
    this.announce = this.announce === 'off' ? 'polite' : 'off';
  };

  readonly #asked = (): void => {
    void loadMore().then(({ showMine }) => showMine(this.#box));
  };

  /** Goes to the comment that the page's address names. */
  readonly #follow = (): void => {
    const [, id] = HASH.exec(location.hash) ?? [];
    if (id !== undefined) void this.showComment(id);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'comment-box': CommentBoxElement;
  }
}
