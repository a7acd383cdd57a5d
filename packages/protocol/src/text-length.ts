/** Code points and UTF-8 bytes that a text may have for each character that it may have. */
const CODE_POINTS = 2;
const BYTES = 8;

let segmenter: Intl.Segmenter | undefined;

/** How many characters a reader counts in `text`: grapheme clusters, so that a family of emoji is one. */
export function countCharacters(text: string): number {
  segmenter ??= new Intl.Segmenter();
  let count = 0;
  for (const { index } of segmenter.segment(text)) count = index >= 0 ? count + 1 : count;
  return count;
}

/**
 * The number that a counter shows of `max`: the characters of `text`, or more where its bound
 * of code points (`2 × max`) or of UTF-8 bytes (`8 × max`) is nearer. Above `max` it is too
 * long, by so many.
 *
 * @example textLength('Hello', 500) // 5
 */
export function textLength(text: string, max: number): number {
  const bytes = new TextEncoder().encode(text).length - (BYTES - 1) * max;
  // Far over it is only counted in bytes: a pasted book must not stop the typing.
  if (bytes > max) return bytes;
  const codePoints = Array.from(text).length - (CODE_POINTS - 1) * max;
  return Math.max(countCharacters(text), codePoints, bytes);
}
