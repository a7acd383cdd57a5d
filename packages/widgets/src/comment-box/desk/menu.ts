import { html, nothing, render } from 'lit';
import type { MessageKey } from '../../locales/locale.js';
import type { Words } from '../../words.js';
import type { CommentRow } from '../list/comment-row.js';

/** What the menu of a comment offers to this reader, now. */
function offered({ shown: { isMine, editableUntil, comment } }: CommentRow): MessageKey[] {
  const mayEdit = editableUntil !== null && editableUntil > Date.now();
  const own: MessageKey[] = isMine ? (mayEdit ? ['edit', 'remove'] : []) : ['flag'];
  return comment.status === 'published' ? [...own, 'copy'] : own;
}

/** Opens the menu of a comment at its button; `choose` is called with what was chosen. */
export function openMenu(row: CommentRow, words: Words, button: HTMLElement, choose: (name: string) => void): void {
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.popover = 'auto';
  menu.setAttribute('role', 'menu');
  const items = offered(row);
  const chosen = ({ target }: Event) => {
    const name = (target as Element).closest<HTMLElement>('[data-name]')?.dataset['name'];
    if (name === undefined) return;
    menu.hidePopover();
    choose(name);
  };
  render(
    items.length === 0
      ? nothing
      : items.map((name) => html`<button role="menuitem" tabindex="-1" data-name=${name}>${words.say(name)}</button>`),
    menu,
  );
  menu.addEventListener('click', chosen);
  menu.addEventListener('keydown', (event) => move(event, menu));
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState !== 'closed') return;
    const { activeElement } = menu.getRootNode() as ShadowRoot;
    if (activeElement === null || menu.contains(activeElement)) button.focus({ preventScroll: true });
    button.setAttribute('aria-expanded', 'false');
    menu.remove();
  });
  // In the top layer: no edge of the comment or of the page cuts it.
  button.after(menu);
  menu.showPopover();
  button.setAttribute('aria-expanded', 'true');
  place(menu, button);
  menu.querySelector('button')?.focus();
}

function move(event: KeyboardEvent, menu: HTMLElement): void {
  const items = [...menu.querySelectorAll('button')];
  const at = items.indexOf((menu.getRootNode() as ShadowRoot).activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === 'Tab') menu.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items.at(to % items.length)?.focus();
}

/** Below its button and flush with what the button stands at; above it where there is no room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const isRtl = getComputedStyle(button).direction === 'rtl';
  const left = isRtl ? at.left : at.right - width;
  const top = at.bottom + height > innerHeight && at.top > height ? at.top - height : at.bottom;
  menu.style.setProperty('left', `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`);
  menu.style.setProperty('top', `${top}px`);
}
