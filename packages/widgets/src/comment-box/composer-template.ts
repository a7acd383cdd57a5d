import { html, nothing, type TemplateResult } from 'lit';

/** How a composer stands: all of it words and marks, nothing of it knowledge. */
export interface ComposerState {
  /** What the field is called. */
  readonly field: string;
  /** What it asks while it is empty. Default: what it is called. */
  readonly placeholder?: string | null;
  readonly counter: string;
  /** Nearly too long, or too long; then said beside the counter. */
  readonly margin?: { readonly state: 'left' | 'over'; readonly text: string };
  readonly verb: string;
  /** The button would do nothing but put the cursor into the field. */
  readonly isQuiet: boolean;
  /** Above the field, and between counter and button. */
  readonly above?: unknown;
  readonly beside?: unknown;
  readonly isStream: boolean;
  /** Said below, and to one who listens. */
  readonly said?: string;
  /** Said below, for the eye alone. */
  readonly waiting?: string;
  /** How much of a wait is left, from 1 down to 0. */
  readonly left?: number;
}

/** Who hears what is done in the field. */
export interface FieldListener {
  readonly opened: () => void;
  readonly typed: (event: CompositionEvent | InputEvent) => void;
  readonly pressed: (event: KeyboardEvent) => void;
}

/** A field, its counter and its button. What stands in the field is the field's. */
export function composerTemplate(state: ComposerState, id: string, listener?: FieldListener): TemplateResult {
  const { field, margin, left = 0 } = state;
  return html`${state.above}
    <textarea
      class="field"
      part="field"
      rows="1"
      aria-label=${field}
      placeholder=${state.placeholder ?? field}
      aria-describedby=${id}
      enterkeyhint=${state.isStream ? 'send' : nothing}
      @focus=${listener?.opened}
      @input=${listener?.typed}
      @compositionstart=${listener?.typed}
      @compositionend=${listener?.typed}
      @keydown=${listener?.pressed}
    ></textarea>
    <div class="bar">
      <span class="counter second ${margin?.state}" part="counter" id=${id}
        >${state.counter}${margin && html` <b>${margin.text}</b>`}</span
      >
      ${state.beside}
      <button
        class="post ${left > 0 ? 'slow' : ''}"
        part="post"
        data-act="post"
        aria-disabled=${state.isQuiet}
        .style=${`--_left:${left}`}
      >
        ${state.verb}
      </button>
    </div>
    <p class="said second"><span role="status">${state.said}</span> ${state.waiting}</p>`;
}
