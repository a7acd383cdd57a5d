import { HuzzahRefusal } from '@huzzah/client';
import type { ReactiveControllerHost } from 'lit';
import { emit, emitRefusal } from '../../events.js';
import { addEnglish } from '../../words.js';
import { addStyles } from '../../add-styles.js';
import type { Announcer } from '../announcer.js';
import type { CommentList } from '../list/comment-list.js';
import type { CommentRow } from '../list/comment-row.js';
import type { Scene, SceneDesk } from '../scene.js';
import type { ActDesk, Reply } from './act-desk.js';
import { act } from './acts.js';
import { aroundTemplate } from './around-template.js';
import { Composer } from './composer.js';
import { composerStyles } from './composer.styles.js';
import { deskStyles } from './desk.styles.js';
import { moveInFeed } from './move-in-feed.js';
import { noteTemplate, undoTemplate } from './note-template.js';
import { Reading, type Reader } from './reading.js';
import { rescueReply } from './rescue.js';
import { failureText, reasonText, refusalText } from './refusal-text.js';
import { showComment } from './show-comment.js';
import { EDGE_PX, steadily } from './steadily.js';
import { deskRefusals, deskWords } from './words.js';

addEnglish(deskWords, deskRefusals);

const TOLD_MS = 4_000;

/** The element, as its desk knows it. */
export interface DeskHost extends ReactiveControllerHost, HTMLElement {
  announce: 'polite' | 'off';
}

/** What answers to a reader: to what he writes, taps and presses, and to where he reads. The element draws what he sees. */
export class Desk implements Reader, SceneDesk, ActDesk {
  readonly root: ShadowRoot;
  readonly list: CommentList;
  readonly announcer: Announcer;
  scene: Scene;
  reply: Reply | null = null;
  readonly #host: DeskHost;
  readonly #composer: Composer;
  readonly #reading: Reading;
  readonly noteTemplate = noteTemplate;
  readonly undoTemplate = undoTemplate;
  readonly aroundTemplate = aroundTemplate;
  /** What waited is coming in, and he will be where it does. */
  #revealing: { isByKey: boolean } | null = null;
  #wasAway = false;
  #told = '';
  #toldTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: DeskHost, scene: Scene, list: CommentList, composer: HTMLElement, announcer: Announcer) {
    this.#host = host;
    this.root = host.shadowRoot!;
    this.scene = scene;
    this.list = list;
    this.announcer = announcer;
    addStyles(this.root, composerStyles, deskStyles);
    this.#composer = new Composer(composer, ({ words, isStream, placeholder }) => ({
      field: words.say(isStream ? 'field.stream' : 'field'),
      placeholder,
      verb: isStream ? 'send' : 'post',
      draftOf: null,
      submit: (text, name) => this.post(text, null, name),
    }));
    this.#reading = new Reading(this);
    host.addController(this.#reading);
    scene.thread?.hold(this.#reading.isHeld);
    list.element.addEventListener('keydown', (event) => moveInFeed(list.element, event));
    list.element.addEventListener('focusin', ({ target }) =>
      rove(list.element, (target as Element).closest('article')),
    );
  }

  /** What was told last, while it is news. */
  get told(): string {
    return this.#told;
  }

  get isBehind(): boolean {
    return this.#reading.isHeld && !this.isAtEdge;
  }

  get isWriting(): boolean {
    return !this.scene.isStream && (this.#composer.isWriting || this.reply?.composer.isWriting === true);
  }

  get isAtEdge(): boolean {
    const { element } = this.list;
    const { isStream, view } = this.scene;
    if (isStream) {
      const { scrollHeight, scrollTop, clientHeight } = element.parentElement!;
      return scrollHeight - scrollTop - clientHeight < EDGE_PX;
    }
    const { top, bottom } = element.getBoundingClientRect();
    return view.sort === 'oldest' ? bottom <= innerHeight || top >= innerHeight : top > -EDGE_PX;
  }

  draw(scene: Scene): void {
    const { list, scene: was } = this;
    const { thread, isStream, page, words } = scene;
    this.scene = scene;
    if (was.thread !== thread) thread?.hold(this.#reading.isHeld);
    const isAway = page.state === 'offline';
    if (this.#wasAway && page.state === 'live') this.tell(words.say('back'));
    this.#wasAway = isAway || (this.#wasAway && page.state !== 'live');
    const wasReplying = this.reply?.composer.element.matches(':focus-within') === true;
    if (list.isNews(scene)) steadily(list.element, () => list.draw(scene));
    else list.draw(scene);
    this.#composer.draw(scene);
    this.reply?.composer.draw(scene);
    rescueReply(this, this.#composer, wasReplying);
    if (this.#revealing && scene.view.waitingCount === 0 && list.isWhole) {
      this.#goToEdge(this.#revealing.isByKey);
      this.#revealing = null;
    }
    if (isStream && !this.#reading.isHeld) list.element.parentElement!.scrollTop = list.element.scrollHeight;
  }

  holdChanged(isHeld: boolean): void {
    this.scene.thread?.hold(isHeld);
    this.#host.requestUpdate();
  }

  /** Does what a button says. */
  act(button: HTMLElement, isByKey: boolean): void {
    act(button, this, isByKey);
  }

  showComment(id: string): Promise<boolean> {
    return showComment(id, this);
  }

  /**
   * Posts what is in the composer that holds this button.
   *
   * @param early what stood in it when it was pressed, before all this was there
   */
  submit(button: Element, early?: string): void {
    const reply = this.reply?.composer;
    (reply?.element.contains(button) ? reply : this.#composer).submit(early);
  }

  reveal(isByKey: boolean): void {
    this.#revealing = { isByKey };
    this.scene.thread?.reveal();
    this.#reading.release();
    this.#host.requestUpdate();
  }

  #goToEdge(isByKey: boolean): void {
    const { element } = this.list;
    const isEnd = this.scene.isStream || this.scene.view.sort === 'oldest';
    if (!this.isAtEdge) element.scrollIntoView({ block: isEnd ? 'end' : 'start' });
    // The button is gone with what it has let in.
    if (isByKey) [...element.querySelectorAll<HTMLElement>(':scope > * > article')].at(isEnd ? -1 : 0)?.focus();
  }

  turn(): void {
    this.#host.announce = this.#host.announce === 'off' ? 'polite' : 'off';
  }

  tell(text: string): void {
    clearTimeout(this.#toldTimer);
    this.#told = text;
    this.#toldTimer = setTimeout(() => {
      this.#told = '';
      this.#host.requestUpdate();
    }, TOLD_MS);
    this.#host.requestUpdate();
  }

  tellAt(row: CommentRow, text: string): void {
    const note = row.element.querySelector(':scope > .note') ?? row.own.appendChild(document.createElement('p'));
    note.className = 'note second';
    note.textContent = text;
    row.own.after(note);
    this.announcer.say(text);
  }

  settle(done: Promise<unknown>, row: CommentRow): void {
    done.catch((error: unknown) => this.tellAt(row, this.refused(error)));
  }

  post(text: string, parentId: string | null, name?: string): boolean {
    const detail = { body: text, parentId };
    if (!emit(this.#host, 'comment-submit', detail, true)) return false;
    this.scene.thread!.post({ body: detail.body, parentId, ...(name !== undefined && { name }) }).then(
      (comment) => {
        const { words } = this.scene;
        const isThere = comment.status === 'published';
        if (isThere) this.announcer.count(-1);
        this.announcer.say(
          isThere ? words.say('said') : words.say('held', { reason: reasonText(words, comment.reason) }),
        );
        emit(this.#host, 'comment-posted', { comment });
      },
      (error: unknown) => {
        const { words, view } = this.scene;
        this.refused(error);
        this.announcer.say(failureText(words, error instanceof HuzzahRefusal ? error : null, view));
      },
    );
    return true;
  }

  refused(error: unknown): string {
    // Else the connection was closed: nobody is to blame, and nothing to be said.
    if (!(error instanceof HuzzahRefusal)) return '';
    emitRefusal(this.#host, error);
    return refusalText(this.scene.words, error, this.scene.view);
  }
}

/** One comment can be reached by Tab: where the focus was last. */
function rove(list: Element, article: HTMLElement | null): void {
  list.querySelectorAll<HTMLElement>('article[tabindex="0"]').forEach((each) => (each.tabIndex = -1));
  if (article) article.tabIndex = 0;
}
