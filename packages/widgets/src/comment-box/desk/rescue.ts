import type { ActDesk, Reply } from './act-desk.js';
import type { Composer } from './composer.js';

const told = new WeakSet<Reply>();

/**
 * What becomes of a text below a comment that goes while it is written. Where the comment leaves a line the text stays under
 * it; else it moves to the field of the box. The reader is told, once.
 *
 * @param wasFocused whether the cursor was in it before the drawing that has taken its place
 */
export function rescueReply(desk: ActDesk, main: Composer, wasFocused: boolean): void {
  const { reply, scene } = desk;
  if (!reply || told.has(reply)) return;
  const { row, composer } = reply;
  const isGone = !row.element.isConnected;
  if (!isGone && row.shown.comment.status !== 'removed') return;
  told.add(reply);
  const text = scene.words.say('missing');
  if (!isGone) return composer.say(text);
  desk.reply = null;
  const written = composer.take();
  if (written === '') return;
  main.add(written, text);
  if (wasFocused) main.focus();
}
