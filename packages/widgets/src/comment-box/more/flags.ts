import { FLAG_REASONS, type FlagReason } from '@huzzah/protocol';
import { html, render } from 'lit';
import type { Box } from '../box.js';
import type { CommentRow } from '../comment-row.js';

/** Asks at a comment what is wrong with it, and asks a moderator to look. */
export function openFlags(row: CommentRow, box: Box): void {
  const { scene } = box;
  const { words } = scene;
  const panel = document.createElement('div');
  panel.className = 'flags';
  panel.setAttribute('role', 'group');
  panel.setAttribute('aria-label', words.say('flag.ask'));
  const stop = () => {
    row.put(null);
    row.element.focus({ preventScroll: true });
  };
  const flag = (reason: FlagReason) => {
    stop();
    scene.thread!.flag(row.shown.comment.id, reason).then(
      () => box.tellAt(row, words.say('flagged')),
      (error: unknown) => box.tellAt(row, box.refused(error)),
    );
  };
  const choice = (reason: FlagReason) =>
    html`<button class="choice" type="button" @click=${() => flag(reason)}>${words.say(`flag.${reason}`)}</button>`;
  render(
    html`<p>${words.say('flag.ask')}</p>
      ${FLAG_REASONS.map(choice)}
      <button class="text" type="button" @click=${stop}>${words.say('cancel')}</button>`,
    panel,
  );
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && stop());
  row.put(panel);
  panel.querySelector('button')?.focus();
}
