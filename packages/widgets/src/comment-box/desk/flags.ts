import { FLAG_REASONS, LIMITS, type FlagReason } from '@huzzah/protocol';
import { html, render } from 'lit';
import type { CommentRow } from '../list/comment-row.js';
import type { ActDesk } from './act-desk.js';

/** Asks at a comment what is wrong with it, and asks a moderator to look. */
export function openFlags(row: CommentRow, desk: ActDesk): void {
  const { scene } = desk;
  const { words } = scene;
  const panel = document.createElement('div');
  const stop = () => {
    panel.remove();
    row.element.focus({ preventScroll: true });
  };
  const flag = (reason: FlagReason, text?: string) => {
    stop();
    scene.thread!.flag(row.shown.comment.id, reason, text || undefined).then(
      () => desk.tellAt(row, words.say('flagged')),
      (error: unknown) => desk.tellAt(row, desk.refused(error)),
    );
  };
  const cancel = html`<button class="text" @click=${stop}>${words.say('cancel')}</button>`;
  const draw = (content: unknown) => {
    render(
      html`<p>${words.say('flag.ask')}</p>
        ${content}${cancel}`,
      panel,
    );
    panel.querySelector<HTMLElement>('input, button')?.focus();
  };
  // A moderator who is told nothing has nothing to look for.
  const askMore = () =>
    draw(
      html`<input
          class="name"
          maxlength=${LIMITS.flagText}
          aria-label=${words.say('flag.text')}
          placeholder=${words.say('flag.text')}
        />
        <button class="post" @click=${() => flag('other', panel.querySelector('input')!.value.trim())}>
          ${words.say('flag')}
        </button>`,
    );
  panel.className = 'panel flags';
  panel.setAttribute('role', 'group');
  panel.setAttribute('aria-label', words.say('flag.ask'));
  row.own.after(panel);
  draw(
    FLAG_REASONS.map(
      (reason) =>
        html`<button class="choice" @click=${() => (reason === 'other' ? askMore() : flag(reason))}>
          ${words.say(`flag.${reason}`)}
        </button>`,
    ),
  );
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && stop());
}
