import { DEFAULT_KINDS, type ReactionKind } from '@huzzah/protocol';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { addStyles } from '../add-styles.js';
import { DigitRoll } from '../digit-roll.js';
import { emit, emitRefusal } from '../events.js';
import { faceStyles } from '../faces/face.styles.js';
import { HuzzahElement } from '../huzzah-element.js';
import { isStill } from '../motion.js';
import { retry } from '../retry.js';
import { rollStyles } from '../roll.styles.js';
import { shell } from '../shell.styles.js';
import { tokens } from '../tokens.js';
import { likeBarStyles } from './like-bar.styles.js';
import type { OwnReaction } from './own-reaction.js';
import { pillTemplate } from './pill.js';
import { sharesTemplate } from './shares.js';

const POP_MS = 240;
const POP = [{ scale: 1 }, { scale: 1.28, offset: 0.4 }, { scale: 1 }];
/** What a reader does before he taps. */
const STIRS = ['pointerover', 'pointerdown', 'focusin'] as const;
const UNTIL_TOLD: readonly ReactionKind[] = DEFAULT_KINDS.map((kind) => ({ kind }));

/**
 * One tap says what a reader thinks; everybody sees the counts move. Each visitor holds at
 * most one reaction on a page: another tap takes its place, the same one takes it back.
 *
 * @tagname like-bar
 * @fires {CustomEvent<ReactionChange>} reaction-change - for own changes only, when acknowledged: `{kind, previous, tally}`
 * @slot prompt - in the place of the question
 * @slot face-KIND - in the place of the face of a kind, 22 px square
 * @csspart prompt - the question
 * @csspart pill - a button; `chosen` too where it is the visitor's
 * @csspart chosen - the visitor's own pill
 * @csspart face - the face of a pill
 * @csspart label - its word
 * @csspart count - its number
 * @csspart shares - the bar of how the reactions divide
 * @csspart status - the line below, of one line's height: what became of one's own tap, where that needs words
 * @cssprop --huzzah-accent - focus ring, kinds without a colour
 * @cssprop --huzzah-like - its face and the tint of its pill; so for `-love`, `-haha`, `-sad`, or any other kind
 * @cssprop --huzzah-wow - the same of this kind
 * @cssprop --huzzah-dislike - the same of this kind
 * @cssprop --huzzah-angry - the same of this kind
 * @cssprop --huzzah-danger - the words of a refusal
 * @cssprop --huzzah-line - the edge of a pill
 * @cssprop --huzzah-surface - a pill under the pointer
 * @cssprop --huzzah-radius - of a pill. Default: 999px
 * @cssprop --huzzah-gap - between the pills. Default: 8px
 * @cssprop --huzzah-font - default: the page's
 * @example <like-bar prompt="How was it?" shares="off"></like-bar>
 */
export class LikeBarElement extends HuzzahElement {
  static override styles = [tokens, shell, rollStyles, faceStyles, likeBarStyles];

  static override properties: PropertyDeclarations = {
    prompt: { reflect: true },
    layout: { reflect: true, useDefault: true },
    shares: { reflect: true, useDefault: true },
  };

  /** The question; `''` hides it. Default: the site's, else the widgets' own. */
  prompt: string | null = null;

  /** `grid` always has four columns, `row` only where the element is 420 px wide or less. */
  layout: 'row' | 'grid' = 'row';

  /** The bar of shares: from 10 reactions on, from the first on, or never and without a place. */
  shares: 'auto' | 'on' | 'off' = 'auto';

  #own: OwnReaction | undefined;
  #owning: Promise<OwnReaction> | undefined;
  readonly #rolls = new Map<string, DigitRoll>();
  #isJump = true;

  constructor() {
    super();
    for (const type of STIRS) this.addEventListener(type, () => void this.#loadOwn(), { passive: true });
  }

  protected override render(): TemplateResult {
    const kinds = this.view.site?.reactions ?? UNTIL_TOLD;
    const question = this.prompt ?? this.words.label(this.view.site?.prompt) ?? this.words.say('prompt');
    return html`<div class=${this.layout === 'grid' ? 'root grid' : 'root'}>
      ${question === '' ? nothing : html`<p class="prompt" part="prompt" id="prompt"><slot name="prompt">${question}</slot></p>`}
      <div class="board">
        <div
          class="row"
          role="group"
          aria-labelledby=${question === '' ? nothing : 'prompt'}
          aria-label=${question === '' ? this.words.say('reactions') : nothing}
        >
          ${this.#pills(kinds)}
        </div>
        ${this.shares === 'off' ? nothing : sharesTemplate(kinds, (kind) => this.#count(kind), this.shares)}
      </div>
      ${this.#statusTemplate()}
    </div>`;
  }

  protected override updated(): void {
    super.updated();
    this.#isJump = this.view.tally === null;
    if (this.view.outbox.reaction) void this.#loadOwn();
  }

  /** What follows a tap comes with the first time that a reader is near one, or with what was tapped before. */
  #loadOwn(): Promise<OwnReaction> {
    return (this.#owning ??= retry(() => import('./own-reaction.js'), Infinity).then(({ OwnReaction, tapStyles }) => {
      addStyles(this.renderRoot as ShadowRoot, tapStyles);
      this.requestUpdate();
      return (this.#own = new OwnReaction(this, {
        acknowledged: (change) => emit(this, 'reaction-change', change),
        refused: (refusal) => emitRefusal(this, refusal),
      }));
    }));
  }

  #pills(kinds: readonly ReactionKind[]): TemplateResult[] {
    const overdue = this.livePage && this.#own?.overdue(this.livePage);
    const isInert = this.state === 'refused' || this.livePage === null;
    return kinds.map((reaction) => {
      const { kind } = reaction;
      // Where a site changes its kinds no number rolls from one to another.
      const roll = this.#rolls.get(kind) ?? new DigitRoll();
      this.#rolls.set(kind, roll);
      const isChosen = kind === this.mine && this.state !== 'refused';
      const state = {
        isChosen,
        isInert,
        isOverdue: kind === overdue,
        isJump: this.#isJump || this.view.tally === null,
      };
      return pillTemplate({ reaction, count: this.#count(kind), roll, ...state }, this.words, this.#tapped);
    });
  }

  #statusTemplate(): TemplateResult {
    const { refusal, outbox, state } = this.view;
    const { words } = this;
    const isOld = refusal?.code === 'unsupported_version';
    const failure = this.#own?.said(words) || (isOld && words.refusal('unsupported_version'));
    const isQueued = !failure && outbox.reaction !== null && state === 'offline';
    return html`<p class="status" part="status">
      <span class="failure" role="status">${failure || nothing}</span>
      ${isQueued ? words.say('reaction.queued') : nothing}
    </p>`;
  }

  /** Before the counts are known, an own wish is all there is to count. */
  #count(kind: string): number {
    const { tally, mine } = this.view;
    if (this.state === 'refused') return 0;
    return tally ? (tally.counts[kind] ?? 0) : Number(mine === kind);
  }

  readonly #tapped = (kind: string, face: Element | null): void => {
    const page = this.livePage;
    if (page === null || page.view.state === 'refused') return;
    const wanted = page.view.mine === kind ? null : kind;
    if (wanted !== null && !isStill()) face?.animate(POP, { duration: POP_MS, easing: 'ease-out' });
    const before = page.view.mine;
    const done = page.setReaction(wanted);
    done.catch(() => {});
    if (this.#own) this.#own.asked(page, wanted, before, done);
    else void this.#loadOwn().then((own) => own.asked(page, wanted, before, done));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'like-bar': LikeBarElement;
  }
}
