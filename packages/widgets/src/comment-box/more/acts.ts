import type { Box } from '../box.js';
import type { CommentRow } from '../comment-row.js';
import { Composer } from '../composer.js';
import { openFlags } from './flags.js';
import { openMenu } from './menu.js';
import { addMoreStyles } from './more.styles.js';

/** Something that can be done with a comment; its buttons name it in `data-act`. */
type Act = (row: CommentRow, box: Box, button: HTMLElement) => void;

/** What its author does with a comment, and what everybody does less often. */
const ACTS: Readonly<Record<string, Act>> = {
  options: (row, box, button) => openMenu(row, box, button, (name) => ACTS[name]!(row, box, button)),
  retry: ({ shown }, { scene }) => scene.thread!.retry(shown.comment.id),
  discard: ({ shown }, { scene }) => scene.thread!.discard(shown.comment.id),
  copytext: ({ shown }, box) => copy(shown.comment.body, 'text.copied', box),
  copy: ({ shown }, box) => {
    const url = new URL(location.href);
    url.hash = `huzzah-${shown.comment.id}`;
    copy(url.href, 'copied', box);
  },
  undo: (row, box) => settle(box.scene.thread!.restore(row.shown.comment.id), row, box),
  remove: (row, box) => {
    settle(box.scene.thread!.remove(row.shown.comment.id), row, box);
    // Where the menu was there is *Undo* now.
    requestAnimationFrame(() => row.own.querySelector<HTMLElement>('[data-act="undo"]')?.focus());
  },
  edit,
  flag: openFlags,
};

/** Does what a button says. */
export function act(button: HTMLElement, row: CommentRow, box: Box): void {
  addMoreStyles(row.element);
  ACTS[button.dataset['act']!]?.(row, box, button);
}

function edit(row: CommentRow, box: Box): void {
  const { id, body } = row.shown.comment;
  const stop = () => {
    row.put(null);
    row.element.classList.remove('editing');
    row.element.focus({ preventScroll: true });
  };
  const composer = new Composer(({ words }) => ({
    field: words.say('edit'),
    verb: 'save',
    text: body,
    submit(text) {
      if (text !== body) settle(box.scene.thread!.edit(id, text), row, box);
      queueMicrotask(stop);
      return true;
    },
    cancel: stop,
  }));
  row.element.classList.add('editing');
  row.put(composer.element);
  composer.draw(box.scene);
  composer.focus();
}

function copy(text: string, said: 'copied' | 'text.copied', box: Box): void {
  navigator.clipboard.writeText(text).then(
    () => box.tell(box.scene.words.say(said)),
    // Some pages may not; then the reader copies it himself.
    () => void prompt(box.scene.words.say('copytext'), text),
  );
}

/** Says at the comment what was refused. */
function settle(done: Promise<unknown>, row: CommentRow, box: Box): void {
  done.catch((error: unknown) => box.tellAt(row, box.refused(error)));
}
