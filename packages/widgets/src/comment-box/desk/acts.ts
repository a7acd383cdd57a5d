import type { Vote } from '@huzzah/protocol';
import type { CommentRow } from '../list/comment-row.js';
import { addressOf } from '../comment-address.js';
import { authorName } from '../list/comment-template.js';
import type { ActDesk } from './act-desk.js';
import { Composer } from './composer.js';
import { openFlags } from './flags.js';
import { openMenu } from './menu.js';
import { showMine } from './mine.js';

type BoxAct = (desk: ActDesk, button: HTMLElement, isByKey: boolean) => void;
type RowAct = (row: CommentRow, desk: ActDesk, button: HTMLElement) => void;

/** What can be done with the box; its buttons name it in `data-act`. */
const BOX_ACTS: Readonly<Record<string, BoxAct>> = {
  post: (desk, button) => desk.submit(button),
  new: (desk, _, isByKey) => desk.reveal(isByKey),
  older: ({ scene }) => void scene.thread?.showOlder(),
  newer: ({ scene }) => void scene.thread?.showNewer(),
  quiet: (desk) => desk.turn(),
  mine: (desk) => void showMine(desk),
};

/** What can be done with a comment. */
const ROW_ACTS: Readonly<Record<string, RowAct>> = {
  up: (row, desk) => vote(row, desk, 1),
  down: (row, desk) => vote(row, desk, -1),
  reply,
  replies: ({ shown }, { scene }) => void scene.thread!.showReplies(shown.comment.id),
  all: ({ own, element }) => {
    own.classList.add('whole');
    element.focus({ preventScroll: true });
  },
  options: (row, desk, button) => openMenu(row, desk.scene.words, button, (name) => ROW_ACTS[name]!(row, desk, button)),
  retry: ({ shown }, { scene }) => scene.thread!.retry(shown.comment.id),
  discard: ({ shown }, { scene }) => scene.thread!.discard(shown.comment.id),
  copytext: ({ shown }, desk) => copy(shown.comment.body, 'text.copied', desk),
  copy: ({ shown }, desk) => copy(addressOf(shown.comment.id), 'copied', desk),
  undo: (row, desk) => desk.settle(desk.scene.thread!.restore(row.shown.comment.id), row),
  remove: (row, desk) => {
    desk.settle(desk.scene.thread!.remove(row.shown.comment.id), row);
    // Where the menu was there is *Undo*, a frame or two later.
    setTimeout(() => row.own.querySelector<HTMLElement>('[data-act="undo"]')?.focus(), 50);
  },
  edit,
  flag: openFlags,
};

/** Does what a button says. */
export function act(button: HTMLElement, desk: ActDesk, isByKey: boolean): void {
  const name = button.dataset['act']!;
  const row = desk.list.find(button.closest('article')?.id.slice(2) ?? '');
  if (Object.hasOwn(BOX_ACTS, name)) BOX_ACTS[name]!(desk, button, isByKey);
  else if (row && desk.scene.thread) ROW_ACTS[name]!(row, desk, button);
}

function vote(row: CommentRow, desk: ActDesk, value: Vote): void {
  const { comment, myVote } = row.shown;
  desk.settle(desk.scene.thread!.vote(comment.id, myVote === value ? 0 : value), row);
}

/** Puts a composer below a comment; there is one at a time. */
function write(row: CommentRow, desk: ActDesk, make: (element: HTMLElement, stop: () => void) => Composer): void {
  desk.reply?.stop();
  const panel = row.element.insertBefore(document.createElement('div'), row.own.nextSibling);
  panel.className = 'panel';
  const stop = () => {
    desk.reply = null;
    panel.remove();
    row.element.classList.remove('editing');
    row.element.focus({ preventScroll: true });
  };
  const composer = make(panel.appendChild(document.createElement('div')), stop);
  desk.reply = { row, composer, stop };
  composer.draw(desk.scene);
  composer.focus();
}

function reply(row: CommentRow, desk: ActDesk): void {
  const { comment } = row.shown;
  const parentId = comment.parentId ?? comment.id;
  write(
    row,
    desk,
    (element, stop) =>
      new Composer(element, ({ words }) => ({
        field: words.say('field.reply', { name: authorName(comment, words) }),
        verb: 'reply',
        draftOf: parentId,
        submit: (text) => desk.post(text, parentId),
        cancel: stop,
      })),
  );
}

function edit(row: CommentRow, desk: ActDesk): void {
  const { id, body } = row.shown.comment;
  write(
    row,
    desk,
    (element, stop) =>
      new Composer(element, ({ words }) => ({
        field: words.say('edit'),
        verb: 'save',
        text: body,
        submit: (text) => {
          if (text !== body) desk.settle(desk.scene.thread!.edit(id, text), row);
          return true;
        },
        cancel: stop,
      })),
  );
  row.element.classList.add('editing');
}

function copy(text: string, said: 'copied' | 'text.copied', desk: ActDesk): void {
  const { words } = desk.scene;
  navigator.clipboard.writeText(text).then(
    () => desk.tell(words.say(said)),
    // Some pages may not; then the reader copies it himself.
    () => void prompt(words.say('copytext'), text),
  );
}
