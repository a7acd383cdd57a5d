import type { VisitorExport } from '@huzzah/protocol';
import { html, render, type TemplateResult } from 'lit';
import type { Words } from '../../words.js';
import { authorName } from '../list/comment-template.js';
import type { ActDesk } from './act-desk.js';

const COUNTED = ['comments', 'reactions', 'votes', 'flags'] as const;

/** Opens a dialog with what the server holds on this reader, to be taken home or erased. */
export async function showMine(desk: ActDesk): Promise<void> {
  const { element } = desk.list;
  const dialog = document.createElement('dialog');
  dialog.className = 'sheet';
  dialog.addEventListener('close', () => dialog.remove());
  element.parentElement!.after(dialog);
  const { words, thread } = desk.scene;
  const draw = (content: unknown, isSure = false, held?: VisitorExport) =>
    render(
      html`<h2 id="mine-title">${words.say('mine')}</h2>
        <div role="status">${content}</div>
        <div class="bar">
          ${held && !isSure ? html`<button class="text" @click=${() => save(held)}>${words.say('mine.save')}</button>` : ''}
          ${held ? html`<button class="text danger" @click=${isSure ? erase : () => draw(words.say('mine.sure'), true, held)}>${words.say('mine.erase')}</button>` : ''}
          <button class="post" autofocus @click=${() => dialog.close()}>${words.say('close')}</button>
        </div>`,
      dialog,
    );
  const fail = (error: unknown) => draw(desk.refused(error) || words.say('mine.failed'));
  const erase = () => void thread?.eraseMine().then(() => draw(words.say('mine.erased')), fail);
  dialog.setAttribute('aria-labelledby', 'mine-title');
  draw('…');
  dialog.showModal();
  await thread
    ?.exportMine()
    .then((held) => draw(summary(held, words), false, isNothing(held) ? undefined : held), fail);
}

const isNothing = (held: VisitorExport) => COUNTED.every((what) => held[what].length === 0);

function summary(held: VisitorExport, words: Words): TemplateResult | string {
  if (isNothing(held)) return words.say('mine.none');
  const rows = COUNTED.filter((what) => held[what].length > 0);
  return html`<ul>
    <li>${words.say('mine.name')}: <bdi>${authorName({ author: held.visitor }, words)}</bdi></li>
    ${rows.map((what) => html`<li>${words.say(`mine.${what}`, { n: held[what].length })}</li>`)}
  </ul>`;
}

function save(held: VisitorExport): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: 'application/json' }));
  link.download = 'huzzah.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
