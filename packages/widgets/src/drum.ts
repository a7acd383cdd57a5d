import { drumStyles } from './drum.styles.js';

const ROLL_MS = 180;

/**
 * Draws digits that move from `was` to `is` over the text of `element`, out of attributes, and clears
 * up after them. Its shadow root, or document, is given their styles.
 *
 * @returns ends it at once
 */
export function roll(element: HTMLElement, was: string, is: string, isDown: boolean): () => void {
  const { adoptedStyleSheets } = element.getRootNode() as Document | ShadowRoot;
  const styles = drumStyles.styleSheet!;
  if (!adoptedStyleSheets.includes(styles)) adoptedStyleSheets.push(styles);
  const drum = document.createElement('span');
  drum.className = isDown ? 'drum down' : 'drum';
  drum.setAttribute('aria-hidden', 'true');
  // Aligned at the last digit, which changes first.
  const old = [...was.padStart(is.length, ' ')].slice(-is.length);
  [...is].forEach((character, at) => {
    const cell = document.createElement('span');
    cell.dataset['is'] = character;
    if (character !== old[at]) cell.dataset['was'] = old[at]!;
    drum.append(cell);
  });
  element.append(drum);
  element.classList.add('rolling');
  const end = () => {
    clearTimeout(timer);
    drum.remove();
    element.classList.remove('rolling');
  };
  const timer = setTimeout(end, ROLL_MS);
  return end;
}
