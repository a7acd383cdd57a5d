import { FLAG_REASONS, type FlagReason } from '@huzzah/protocol';
import { html, render } from 'lit';
import type { Desk } from './desk.js';
import type { CommentRow } from '../list/comment-row.js';

/** Asks at a comment what is wrong with it, and asks a moderator to look. */
export function openFlags(row: CommentRow, desk: Desk): void {
  const { scene } = desk;
  const { words } = scene;
  const panel = document.createElement('div');
  panel.className = 'panel flags';
  panel.setAttribute('role', 'group');
  panel.setAttribute('aria-label', words.say('flag.ask'));
  const stop = () => {
    panel.remove();
    row.element.focus({ preventScroll: true });
  };
  const flag = (reason: FlagReason) => {
    stop();
    scene.thread!.flag(row.shown.comment.id, reason).then(
      () => desk.tellAt(row, words.say('flagged')),
      (error: unknown) => desk.tellAt(row, desk.refused(error)),
    );
  };
  const choice = (reason: FlagReason) =>
    html`<button class="choice" @click=${() => flag(reason)}>${words.say(`flag.${reason}`)}</button>`;
  render(
    html`<p>${words.say('flag.ask')}</p>
      ${FLAG_REASONS.map(choice)}
      <button class="text" @click=${stop}>${words.say('cancel')}</button>`,
    panel,
  );
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && stop());
  row.own.after(panel);
  panel.querySelector('button')?.focus();
}
