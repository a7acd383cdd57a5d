import type { CommentRow } from '../list/comment-row.js';
import type { ActDesk } from './act-desk.js';

const MARKED_MS = 3_000;

/** Goes to a comment: fetches the part of the list that holds it, scrolls, marks it for 3 s, and puts the focus on it. */
export async function showComment(id: string, desk: ActDesk): Promise<boolean> {
  const { thread, words } = desk.scene;
  const isThere = desk.list.find(id) !== undefined || (await thread?.showComment(id));
  const row = isThere ? await drawn(id, desk) : undefined;
  if (row === undefined) {
    desk.tell(words.say('missing'));
    return false;
  }
  const { element, own } = row;
  element.focus({ preventScroll: true });
  own.scrollIntoView({ block: 'center' });
  element.classList.add('marked');
  setTimeout(() => element.classList.remove('marked'), MARKED_MS);
  return true;
}

/** A view is drawn from a frame or two after it is there, slice by slice. */
async function drawn(id: string, { list }: ActDesk): Promise<CommentRow | undefined> {
  for (let frames = 0; (frames < 5 || !list.isWhole) && list.find(id) === undefined; frames += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
  return list.find(id);
}
