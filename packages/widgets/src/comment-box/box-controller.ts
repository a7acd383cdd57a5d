import { HuzzahRefusal } from '@huzzah/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { retry } from '../retry.js';
import { emit } from '../events.js';
import { addStyles } from './add-styles.js';
import { Announcer } from './announcer.js';
import type { Box } from './box.js';
import { CommentList } from './comment-list.js';
import type { CommentRow } from './comment-row.js';
import { Composer } from './composer.js';
import { Reading, type Reader } from './reading.js';
import { reasonText, refusalText } from './refusal-text.js';
import type { Scene } from './scene.js';

/** Times are true to so much. */
const TICK_MS = 20_000;
const TOLD_MS = 4_000;
/** Nearer to its end than this a stream is followed. */
const END_PX = 24;

/** A stream's look and order come with the first one. */
async function loadStream(list: CommentList): Promise<void> {
  const { stream } = await retry(() => import('./stream/stream.js'));
  addStyles(list.element, stream.styles);
  list.layout = stream;
}

/** What goes on in a comment box: what is written, read, posted and told. The element draws its frame. */
export class BoxController implements ReactiveController, Box, Reader {
  readonly announcer = new Announcer();
  readonly list: CommentList;
  readonly composer: Composer;
  /** Set by the element before each drawing. */
  scene!: Scene;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #reading: Reading;
  #drawn: Scene | undefined;
  #told = '';
  #toldTimer: ReturnType<typeof setTimeout> | undefined;
  #ticker: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
    this.list = new CommentList(this);
    this.composer = new Composer(({ words, isStream, placeholder }) => ({
      field: words.say(isStream ? 'field.stream' : 'field'),
      placeholder,
      verb: isStream ? 'send' : 'post',
      draftOf: null,
      submit: (text, name) => this.post(text, null, name),
    }));
    this.#reading = new Reading(this);
  }

  /** What was told last, while it is news. */
  get told(): string {
    return this.#told;
  }

  /** Whether what comes in has to wait. */
  get isHeld(): boolean {
    return this.#reading.isHeld;
  }

  /** Whether the reader of a stream has left its end. */
  get isBehind(): boolean {
    return this.#drawn !== undefined && this.isHeld && !this.isAtEdge;
  }

  get isWriting(): boolean {
    return !this.scene.isStream && (this.composer.isWriting || this.list.isWriting);
  }

  get isAtEdge(): boolean {
    const { element } = this.list;
    const { isStream, view } = this.scene;
    if (isStream) {
      const { scrollHeight, scrollTop, clientHeight } = element.parentElement!;
      return scrollHeight - scrollTop - clientHeight < END_PX;
    }
    const { top, bottom } = element.getBoundingClientRect();
    return view.sort === 'oldest' ? bottom <= innerHeight || top >= innerHeight : top >= 0;
  }

  hostConnected(): void {
    this.#reading.begin();
    this.#ticker = setInterval(() => this.list.tick(), TICK_MS);
  }

  hostDisconnected(): void {
    this.#reading.end();
    clearInterval(this.#ticker);
    clearTimeout(this.#toldTimer);
  }

  hostUpdated(): void {
    const { scene, list, announcer } = this;
    const was = this.#drawn;
    this.#drawn = scene;
    const { thread, view, words } = scene;
    if (thread !== was?.thread) thread?.hold(this.isHeld);
    else if (was.view.isKnown)
      announcer.count(view.commentCount - was.view.commentCount, (n) => words.say('new', { n }));
    if (scene.isStream && list.layout === null) return void loadStream(list).then(() => this.#host.requestUpdate());
    this.composer.draw(scene);
    list.draw(scene);
    // Followed: nobody reads further up.
    if (scene.isStream && !this.isHeld) list.element.parentElement!.scrollTop = list.element.scrollHeight;
  }

  holdChanged(isHeld: boolean): void {
    this.scene.thread?.hold(isHeld);
    this.#host.requestUpdate();
  }

  /** Lets in what waits, and goes where it comes in. */
  reveal(isByKey: boolean): void {
    const { thread, view, isStream } = this.scene;
    const { element } = this.list;
    thread?.reveal();
    this.#reading.release();
    const block = isStream || view.sort === 'oldest' ? 'end' : 'start';
    if (!this.isAtEdge) element.scrollIntoView({ block });
    // The button is gone with what it has let in.
    if (isByKey) element.querySelector<HTMLElement>(`article:${block === 'end' ? 'last' : 'first'}-of-type`)?.focus();
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
    row.say(text);
    this.announcer.say(text);
  }

  post(text: string, parentId: string | null, name?: string): boolean {
    const detail = { body: text, parentId };
    if (!emit(this.#host, 'comment-submit', detail, true)) return false;
    this.scene.thread!.post({ body: detail.body, parentId, ...(name !== undefined && { name }) }).then(
      (comment) => {
        const { words } = this.scene;
        if (comment.status === 'published') this.announcer.count(-1, (n) => words.say('new', { n }));
        this.announcer.say(
          comment.status === 'published'
            ? words.say('said')
            : words.say('held', { reason: reasonText(words, comment.reason) }),
        );
        emit(this.#host, 'comment-posted', { comment });
      },
      (error: unknown) => this.announcer.say(`${this.scene.words.say('failed')} ${this.refused(error)}`),
    );
    return true;
  }

  refused(error: unknown): string {
    // Else the connection was closed: nobody is to blame, and nothing to be said.
    if (!(error instanceof HuzzahRefusal)) return '';
    const { code, message, retryAfterMs } = error;
    const refusal = { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    emit(this.#host, 'huzzah-error', refusal);
    return refusalText(this.scene.words, refusal, this.scene.view);
  }
}
