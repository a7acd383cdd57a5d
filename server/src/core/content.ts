/** What a text contains, for the rules that ask. */

/** Endings of hosts that are also written without a scheme; more would take a missing space after a full stop for a link. */
const ENDINGS =
  'com|net|org|info|biz|io|co|ly|gg|tv|cc|xyz|top|shop|site|online|website|click|app|dev|vip|ru|cn|kr|jp|fr|uk|eu';
const LINK = new RegExp(
  `[a-z][a-z0-9+.-]{0,30}://\\S|\\bwww\\.\\S|[\\p{L}\\p{N}-]\\.(?:${ENDINGS})(?![\\p{L}\\p{N}-])`,
  'iu',
);
// The flag is of a later ES than the build is for; Node knows it.
const EMOJI = new RegExp('\\p{RGI_Emoji}|\\p{Extended_Pictographic}|\\s', 'gv');

/** Whether somebody could follow something in it, written out or not; full-width letters are letters. */
export function hasLink(text: string): boolean {
  return LINK.test(text.normalize('NFKC'));
}

/** Whether there is nothing in it but emoji and white space. */
export function isEmojiOnly(text: string): boolean {
  // One after the other: a pattern for all of them tries both ways at each, and never ends.
  return text.replace(EMOJI, '') === '';
}
