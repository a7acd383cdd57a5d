import type { ShownComment } from '@huzzah/client';
import { SITE_LIMITS } from '@huzzah/protocol';
import { render, type ReactiveController, type TemplateResult } from 'lit';
import { retry } from '../retry.js';
import { addStyles } from './add-styles.js';
import { Announcer } from './announcer.js';
import { composerTemplate } from './composer-template.js';
import type { Desk, DeskHost } from './desk/desk.js';
import type { CommentList } from './list/comment-list.js';
import { isPostKey } from './post-key.js';
import type { Scene } from './scene.js';

/** Times are true to so much. */
const TICK_MS = 20_000;
/** In the address of a page: one comment of it. */
const HASH = /^#huzzah-([\da-f-]{36})$/;
/** What a reader does before he does anything with comments. */
const STIRS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'focusin'] as const;

/** Fills the frame that an element draws, and has what it needs for that loaded when it is needed: the list, the stream, the desk. */
export class BoxController implements ReactiveController {
  readonly feed = partElement('list');
  readonly composer = partElement('composer');
  readonly announcer = new Announcer();
  /** How comments are listed: comes with the first of them. */
  list: CommentList | null = null;
  /** What answers to a reader: comes with the first time that he stirs. */
  desk: Desk | null = null;
  /** What the frame was drawn from; set by the element. */
  scene!: Scene;
  readonly #host: DeskHost;
  #listing: Promise<CommentList> | undefined;
  #desking: Promise<Desk> | undefined;
  #thread: unknown;
  /** The number of comments up to which new ones are announced. */
  #counted: number | null = null;
  /** So much of the field was asked to be posted before that could be done. */
  #earlyLength = 0;
  #ticker: ReturnType<typeof setInterval> | undefined;

  constructor(host: DeskHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#follow);
    for (const type of STIRS) document.addEventListener(type, this.#stirred, { capture: true, passive: true });
    this.#ticker = setInterval(() => this.list?.tick(this.scene.words), TICK_MS);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#follow);
    for (const type of STIRS) document.removeEventListener(type, this.#stirred, { capture: true });
    clearInterval(this.#ticker);
  }

  /** Whether the layout is there in which it is to be drawn; has it loaded where it is not. */
  hasLayout(isStream: boolean): boolean {
    if (!isStream || this.list?.layout) return true;
    void this.#loadStream();
    return false;
  }

  /** Draws the field, and the comments, into the frame that the element has just drawn. */
  draw(): void {
    const { scene } = this;
    const { view, thread, words } = scene;
    if (thread !== this.#thread) {
      this.#thread = thread;
      this.#follow();
    } else if (this.#counted !== null) {
      this.announcer.count(view.commentCount - this.#counted, (n) => words.say('new', { n }));
    }
    this.#counted = view.isKnown && this.#host.announce !== 'off' ? view.commentCount : null;
    if (this.desk) return this.desk.draw(scene);
    render(fieldTemplate(scene), this.composer);
    if (this.list) this.list.draw(scene);
    else if (view.items.length > 0) void this.#loadList();
    if (view.items.some(isUnfinished)) void this.loadDesk();
  }

  loadDesk(): Promise<Desk> {
    return (this.#desking ??= Promise.all([this.#loadList(), retry(() => import('./desk/desk.js'))]).then(
      async ([list, { Desk }]) => {
        await this.#host.updateComplete;
        this.desk = new Desk(this.#host, this.scene, list, this.composer, this.announcer);
        this.#host.requestUpdate();
        await this.#host.updateComplete;
        return this.desk;
      },
    ));
  }

  readonly clicked = ({ target, detail }: UIEvent): void => {
    const button = (target as Element).closest<HTMLElement>('[data-act]');
    if (button === null) return;
    if (this.desk) this.desk.act(button, detail === 0);
    else if (button.dataset['act'] === 'post') this.#postEarly(button);
    else void this.loadDesk().then((desk) => desk.act(button, detail === 0));
  };

  readonly pressed = (event: KeyboardEvent): void => {
    if (this.desk || !isPostKey(event, this.scene.isStream)) return;
    event.preventDefault();
    this.#postEarly(this.composer);
  };

  /** Some are quicker than what answers them: what stands in the field now is posted, not what they have written since. */
  #postEarly(at: Element): void {
    const { value } = this.composer.querySelector('textarea')!;
    const early = value.slice(this.#earlyLength);
    this.#earlyLength = value.length;
    void this.loadDesk().then((desk) => desk.submit(at, early));
  }

  #loadList(): Promise<CommentList> {
    return (this.#listing ??= retry(() => import('./list/comment-list.js')).then(({ CommentList, listStyles }) => {
      addStyles(this.#host.shadowRoot!, listStyles);
      this.#host.requestUpdate();
      return (this.list = new CommentList(this.feed, () => this.#host.requestUpdate()));
    }));
  }

  async #loadStream(): Promise<void> {
    const [list, { stream }] = await Promise.all([this.#loadList(), retry(() => import('./stream/stream.js'))]);
    if (list.layout) return;
    addStyles(this.#host.shadowRoot!, stream.styles);
    list.layout = stream;
    this.#host.requestUpdate();
  }

  readonly #stirred = (): void => void this.loadDesk();

  /** Goes to the comment that the page's address names. */
  readonly #follow = (): void => {
    const [, id] = HASH.exec(location.hash) ?? [];
    if (id !== undefined) void this.loadDesk().then((desk) => desk.showComment(id));
  };
}

function partElement(name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  element.setAttribute('part', name);
  return element;
}

/** Until somebody stirs, the field is as it is before anything is written. */
function fieldTemplate({ words, page, placeholder, isStream }: Scene): TemplateResult {
  const max = (page.site?.limits ?? SITE_LIMITS).maxCharacters;
  const state = {
    field: words.say(isStream ? 'field.stream' : 'field'),
    placeholder,
    counter: words.say('counter', { n: 0, max }),
    verb: words.say(isStream ? 'send' : 'post'),
    isQuiet: true,
    isStream,
  };
  return composerTemplate(state, 'counter');
}

/** Whether there is something to say, and to do, about an own comment. */
function isUnfinished({ isMine, delivery, comment }: ShownComment): boolean {
  return isMine && (delivery !== 'posted' || comment.status !== 'published');
}
