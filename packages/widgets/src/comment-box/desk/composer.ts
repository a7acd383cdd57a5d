import { SITE_LIMITS, textLength, type SiteLimits } from '@huzzah/protocol';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { MessageKey } from '../../locales/locale.js';
import { composerTemplate } from '../composer-template.js';
import type { Scene } from '../scene.js';
import { isOfComposition, isPostKey } from '../post-key.js';
import { refusalText } from './refusal-text.js';

/** From this share of the limit on the counter says what is left. */
const CAUTION = 0.9;
const GUEST = 'Guest';
const isMac = () => /Mac|iP/.test(navigator.platform);
let count = 0;

/** What is being written, and what becomes of it. */
export interface Writing {
  /** What the field is called, and asks for while it is empty. */
  readonly field: string;
  readonly placeholder?: string | null;
  readonly verb: MessageKey;
  /** What the draft is kept for, a comment or `null` for a new thread; without, it is not kept. */
  readonly draftOf?: string | null;
  /** What stands in the field from the beginning. */
  readonly text?: string;
  /** Sends a text that is trimmed, neither empty nor too long; where it returns `false` it stays in the field. */
  readonly submit: (text: string, name: string | undefined) => boolean;
  /** Without it there is no *Cancel*, and above the field stands the writer's name. */
  readonly cancel?: () => void;
}

/**
 * A field to write in, with its counter and its button. What stands in the field is the
 * field's: nothing is written over while somebody writes, or composes a syllable.
 */
export class Composer {
  readonly element: HTMLElement;
  readonly #id = `count-${(count += 1)}`;
  readonly #writing: (scene: Scene) => Writing;
  #scene: Scene | undefined;
  /** The text as it is counted: without the syllable that is being composed. */
  #text = '';
  #isOpen = false;
  #isComposing = false;
  #isTouched = false;
  #said = '';
  /** How long the present wait is, in seconds. */
  #wholeWait = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param element an empty one, or one that the element has drawn a field into
   * @param writing asked at each drawing: its words change with the language
   */
  constructor(element: HTMLElement, writing: (scene: Scene) => Writing) {
    this.element = element;
    this.#writing = writing;
    element.setAttribute('part', 'composer');
    // Somebody may have been quicker than this code.
    this.#text = this.#field?.value ?? '';
    this.#isOpen = this.#text !== '' || element.matches(':focus-within');
  }

  /** Whether somebody is at a text in it. */
  get isWriting(): boolean {
    return this.element.matches(':focus-within') && this.#field?.value !== '';
  }

  focus(): void {
    this.#field?.focus();
  }

  /** Says something below the field, until the text changes. */
  say(text: string): void {
    this.#said = text;
    this.#redraw();
  }

  /** Gives all that stands in the field, which is then empty. */
  take(): string {
    const { value } = this.#field!;
    this.#keep('');
    return value.trim();
  }

  /** Puts a text behind the one that stands in the field, and says something below. */
  add(text: string, said: string): void {
    const field = this.#field!;
    field.value = this.#text = field.value.trim() === '' ? text : `${field.value.trimEnd()}\n\n${text}`;
    this.#isTouched = this.#isOpen = true;
    this.#keep(this.#text);
    this.say(said);
    this.#fit();
  }

  draw(scene: Scene): void {
    const isFirst = this.#scene === undefined;
    const isNew = this.#scene?.thread !== scene.thread;
    this.#scene = scene;
    const writing = this.#writing(scene);
    render(this.#template(scene, writing), this.element);
    if (isNew) this.#begin(scene, writing);
    // What was written before this code came is a draft like any other.
    if (isFirst && this.#text !== '') this.#keep(this.#text);
  }

  #begin({ thread, words }: Scene, { text, draftOf }: Writing): void {
    if (text !== undefined) this.#restore(text, '');
    if (draftOf === undefined) return;
    this.#isTouched = this.#text !== '';
    if (this.#isTouched) thread?.drafts.write(draftOf, this.#text);
    void thread?.drafts.read(draftOf).then((draft) => {
      // What was written, or posted, since goes before.
      if (this.#scene?.thread === thread && !this.#isTouched) this.#restore(draft, words.say('draft'));
    });
  }

  #restore(text: string, said: string): void {
    const field = this.#field;
    if (text === '' || !field || field.value !== '') return;
    field.value = this.#text = text;
    this.#isOpen = true;
    this.say(said);
    this.#fit();
  }

  #keep(text: string): void {
    const { draftOf } = this.#writing(this.#scene!);
    if (draftOf !== undefined) this.#scene!.thread?.drafts.write(draftOf, text);
  }

  get #field(): HTMLTextAreaElement | null {
    return this.element.querySelector('textarea');
  }

  get #limits(): SiteLimits {
    return this.#scene?.page.site?.limits ?? SITE_LIMITS;
  }

  #redraw(): void {
    if (this.#scene) this.draw(this.#scene);
  }

  /** By how much the text is above the limit; below 0, what is left. */
  #over(text: string): number {
    const max = this.#limits.maxCharacters;
    return textLength(text.normalize(), max) - max;
  }

  #template(scene: Scene, writing: Writing): TemplateResult {
    const { words, page, view, thread, isStream } = scene;
    const { verb, cancel, field, placeholder = null } = writing;
    const max = this.#limits.maxCharacters;
    const over = this.#over(this.#text);
    const state = over > 0 ? 'over' : max + over >= max * CAUTION ? 'left' : undefined;
    const wait = this.#wait(view.mayPostAt);
    const code = view.slowModeMs > 0 ? 'slow_mode' : 'rate_limited';
    const closed = closedText(scene);
    this.element.className = `composer ${this.#isOpen ? 'open' : ''} ${closed ? 'closed' : ''}`;
    return composerTemplate(
      {
        field,
        placeholder,
        isStream,
        counter: words.say('counter', { n: max + over, max }),
        ...(state && { margin: { state, text: words.say(state, { n: Math.abs(over) }) } }),
        verb: words.say(page.state === 'offline' && verb !== 'save' ? 'later' : verb),
        isQuiet: this.#text.trim() === '' || over > 0 || wait > 0 || thread === null,
        above: html`${closed && html`<p class="closing">${closed}</p>`}${this.#isOpen && !cancel ? this.#nameTemplate(scene) : nothing}`,
        beside: cancel
          ? html`<button class="text" @click=${cancel}>${words.say('cancel')}</button>`
          : html`<kbd aria-hidden="true" dir="ltr">${isStream ? '↵' : isMac() ? '⌘↵' : 'Ctrl ↵'}</kbd>`,
        said: this.#said,
        waiting: wait > 0 ? refusalText(words, { code, retryAfterMs: wait * 1_000 }, view) : '',
        left: wait > 0 ? wait / this.#wholeWait : 0,
      },
      this.#id,
      this,
    );
  }

  /** A guest's is asked for; one that is known is changed by writing over it. */
  #nameTemplate({ words, page: { visitor } }: Scene): TemplateResult {
    return html`<div class="who">
      <input
        class="name"
        autocomplete="nickname"
        maxlength=${this.#limits.maxName}
        aria-label=${words.say('name')}
        placeholder=${words.say('name')}
        .value=${visitor && visitor.name !== GUEST ? visitor.name : ''}
        ?readonly=${visitor !== null && visitor.role !== 'visitor'}
        @keydown=${this.pressed}
      />
      <slot name="signin"></slot>
    </div>`;
  }

  /** Seconds until one may post; draws again with each. */
  #wait(mayPostAt: number | null): number {
    clearTimeout(this.#timer);
    const left = Math.ceil(((mayPostAt ?? 0) - Date.now()) / 1_000);
    this.#wholeWait = left > 0 ? Math.max(left, this.#wholeWait) : 0;
    if (left > 0) this.#timer = setTimeout(() => this.#redraw(), 1_000);
    return left;
  }

  /** Browsers that size a field by its content do it themselves. */
  #fit(): void {
    const { style, scrollHeight } = this.#field!;
    if (CSS.supports('field-sizing', 'content')) return;
    style.setProperty('block-size', 'auto');
    style.setProperty('block-size', `${scrollHeight + 2}px`);
  }

  readonly opened = (): void => {
    this.#isOpen = true;
    this.#redraw();
  };

  readonly typed = (event: CompositionEvent | InputEvent): void => {
    const { value } = this.#field!;
    this.#isTouched = true;
    this.#isComposing = 'isComposing' in event ? event.isComposing : event.type === 'compositionstart';
    this.#fit();
    if (this.#isComposing) return;
    this.#text = value;
    this.#isOpen = true;
    this.#keep(value);
    this.say('');
  };

  readonly pressed = (event: KeyboardEvent): void => {
    if (isOfComposition(event)) return;
    if (event.key === 'Escape') this.#writing(this.#scene!).cancel?.();
    if (!isPostKey(event, this.#scene!.isStream)) return;
    event.preventDefault();
    this.submit();
  };

  /** @param early what stood in the field when it was asked for, and somebody may have written on since */
  submit(early?: string): void {
    const scene = this.#scene!;
    const field = this.#field!;
    // Leaving the field ends the syllable; else its end would come into an empty one.
    if (this.#isComposing) field.blur();
    const whole = field.value;
    this.#isTouched = true;
    const text = (early ?? whole).trim();
    const name = this.element.querySelector<HTMLInputElement>('.name')?.value.trim();
    const over = this.#over(text);
    if (over > 0) this.say(refusalText(scene.words, { code: 'too_long' }, { over }));
    const isReady = text !== '' && over <= 0 && this.#wait(scene.view.mayPostAt) <= 0 && scene.thread !== null;
    const { submit } = this.#writing(scene);
    if (!isReady || !submit(text, name && name !== scene.page.visitor?.name ? name : undefined)) return field.focus();
    field.value = this.#text = whole.slice((early ?? whole).length);
    this.#keep(this.#text);
    this.#isOpen = this.#text !== '';
    this.#fit();
    this.say('');
    this.#writing(scene).cancel?.();
    // On a phone the keyboard goes, so that the comment is seen.
    if (!scene.isStream && matchMedia('(hover: none)').matches) field.blur();
  }
}

/** What is said in the composer's place, where this reader cannot write; '' where he can. */
function closedText({ words, view }: Scene): string {
  const barred = view.items.find(({ failure }) => failure?.code === 'muted' || failure?.code === 'banned')?.failure;
  const refusal = view.isLocked ? ({ code: 'locked' } as const) : barred;
  return refusal ? refusalText(words, refusal) : '';
}
