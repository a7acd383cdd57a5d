import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DigitRoll } from '../digit-roll.js';
import { emit } from '../events.js';
import { HuzzahElement } from '../huzzah-element.js';
import type { Look } from '../look-controller.js';
import { isStill } from '../motion.js';
import { missingRoom } from '../numbers.js';
import { rollStyles } from '../roll.styles.js';
import { shell } from '../shell.styles.js';
import { tokens } from '../tokens.js';
import { onlineCountStyles } from './online-count.styles.js';

/** Digits that fit before the line shifts. */
const ROOM = 4;
const RING_MS = 600;
const RING_EVERY_MS = 5_000;
const VERBS = ['online', 'watching', 'reading'] as const;
const STATUS = { 'catching-up': 'status.catching-up', offline: 'status.offline' } as const;

/**
 * How many people are on the page now: people, not tabs or page loads.
 *
 * @tagname online-count
 * @fires {CustomEvent<OnlineChange>} online-change - after each change of the number, the first one included: `{visitors}`
 * @csspart dot - the mark before the number: filled live, half while catching up, else hollow
 * @csspart count - the number
 * @csspart label - the word beside it
 * @csspart status - for assistive technology, and unseen: what the dot says, where not all is well
 * @cssprop --huzzah-live - the dot. Default: a green
 * @cssprop --huzzah-font - default: the page's
 * @example <online-count verb="watching" min="2"></online-count>
 */
export class OnlineCountElement extends HuzzahElement {
  static override styles = [tokens, shell, rollStyles, onlineCountStyles];

  static override properties: PropertyDeclarations = {
    compact: { type: Boolean, reflect: true },
    min: { type: Number, reflect: true, useDefault: true },
    verb: { reflect: true, useDefault: true },
  };

  /** Shows the dot and the number alone. The accessible name stays whole. */
  compact = false;

  /** Below so many people nothing is shown, and its place is kept. */
  min = 0;

  /** What the people do. An unknown word is taken as `online`. */
  verb: 'online' | 'watching' | 'reading' = 'online';

  readonly #roll = new DigitRoll();
  #visitors: number | null = null;
  #drawn: Look = 'blank';
  #rangAt = -Infinity;

  protected override render(): TemplateResult {
    const { look, words } = this;
    const n = this.#shown;
    const verb = VERBS.find((known) => known === this.verb) ?? 'online';
    const [before, after] = words.around(verb, n);
    const number = words.short(n);
    const isAbsent = n < (Number(this.min) || 0);
    const classes = ['root', look, this.compact ? 'compact' : '', isAbsent ? 'absent' : ''].join(' ');
    const status = look in STATUS ? words.say(STATUS[look as keyof typeof STATUS]) : '';
    // One line each: white space between the parts would be drawn.
    // prettier-ignore
    return html`<span class=${classes} data-room=${missingRoom(number, ROOM, words.numberTag)}><span class="dot" part="dot"><span class="ring"></span></span
      ><span class="text" aria-hidden="true"
        ><span class="label" part="label">${before}</span
        ><span class="count number" part="count">${this.#roll.show(n, number, this.#drawn === 'blank' || look === 'blank')}</span
        ><span class="label" part="label">${after}</span
      ></span
      ><span class="unseen">${words.say('online.name', { n })}</span
      ><span class="unseen" part="status">${status}</span></span>`;
  }

  protected override updated(): void {
    super.updated();
    const visitors = this.occupancy?.visitors ?? null;
    const before = this.#visitors;
    this.#visitors = visitors;
    this.#drawn = this.look;
    if (visitors === null || visitors === before) return;
    if (before !== null && visitors > before && this.look === 'live') this.#ring();
    emit(this, 'online-change', { visitors });
  }

  /** One that never got in shows nothing of what others may see. */
  get #shown(): number {
    return this.look === 'refused' ? 0 : (this.occupancy?.visitors ?? 0);
  }

  #ring(): void {
    const now = performance.now();
    if (now - this.#rangAt < RING_EVERY_MS || isStill()) return;
    this.#rangAt = now;
    const ring = this.renderRoot.querySelector('.ring');
    ring?.animate([{ opacity: 0.6 }, { opacity: 0, scale: 3 }], { duration: RING_MS, easing: 'ease-out' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'online-count': OnlineCountElement;
  }
}
