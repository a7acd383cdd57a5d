import type { ReactiveController } from 'lit';

/** Who has just stopped may go on: what waits comes in only after so long. */
const IDLE_MS = 1_000;

/** What is known of a reader. */
export interface Reader {
  /** All of the box. */
  readonly root: ShadowRoot;
  readonly list: { readonly element: HTMLElement };
  /** Somebody is at a text. */
  readonly isWriting: boolean;
  /** The edge at which new comments come in is in view, or yet to be reached. */
  readonly isAtEdge: boolean;
  /** He has begun to read, or has stopped, or while he reads has left the edge or come back to it. */
  holdChanged(isHeld: boolean): void;
}

/**
 * Knows whether a reader must not be moved: the edge where new comments come in lies behind
 * him, or he writes, points at the list, has selected some of it, or has the focus in it.
 */
export class Reading implements ReactiveController {
  readonly #reader: Reader;
  readonly #list: HTMLElement;
  #isPointedAt = false;
  #isHeld = false;
  #wasAtEdge = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
    const list = reader.list.element;
    this.#list = list;
    list.addEventListener('pointermove', ({ pointerType }) => this.#point(pointerType !== 'touch'));
    list.addEventListener('pointerleave', () => this.#point(false));
    for (const type of ['input', 'focusin', 'focusout', 'scroll'])
      reader.root.addEventListener(type, this.look, { capture: true, passive: true });
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  hostConnected(): void {
    document.addEventListener('selectionchange', this.look);
    document.addEventListener('scroll', this.look, { capture: true, passive: true });
  }

  hostDisconnected(): void {
    document.removeEventListener('selectionchange', this.look);
    document.removeEventListener('scroll', this.look, { capture: true });
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** He wants what is new: the pointer holds nothing until it moves again. */
  release(): void {
    this.#isPointedAt = false;
    this.look();
  }

  /** Looks again; he holds at once, and lets go a moment after. */
  readonly look = (): void => {
    if (this.#isReading()) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#set(true);
    } else if (this.#isHeld) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#set(this.#isReading());
      }, IDLE_MS);
    }
  };

  #point(isPointedAt: boolean): void {
    if (isPointedAt === this.#isPointedAt) return;
    this.#isPointedAt = isPointedAt;
    this.look();
  }

  #isReading(): boolean {
    const { isAtEdge, isWriting } = this.#reader;
    const hasFocus = this.#list.matches(':focus-within');
    return !isAtEdge || isWriting || this.#isPointedAt || hasFocus || this.#hasSelection();
  }

  #hasSelection(): boolean {
    const root = this.#reader.root as ShadowRoot & { getSelection?(): Selection | null };
    // Each browser has its own way into a shadow root.
    const selection = root.getSelection?.() ?? document.getSelection();
    const [range] = selection?.getComposedRanges?.({ shadowRoots: [root] }) ?? [];
    const node = range?.startContainer ?? selection?.anchorNode;
    const isEmpty = range ? range.collapsed : selection?.isCollapsed;
    return !isEmpty && node !== null && node !== undefined && this.#list.contains(node);
  }

  #set(isHeld: boolean): void {
    const { isAtEdge } = this.#reader;
    if (isHeld === this.#isHeld && isAtEdge === this.#wasAtEdge) return;
    this.#isHeld = isHeld;
    this.#wasAtEdge = isAtEdge;
    this.#reader.holdChanged(isHeld);
  }
}
