let segmenter: Intl.Segmenter | undefined;

/** The first character of a name as its reader counts them. */
export function initial(name: string): string {
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(name.trim())) return segment.toUpperCase();
  return '';
}

/** The hue of a visitor, in degrees: the same everywhere, whatever he calls himself. */
export function hueOf(visitorId: string): number {
  let hue = 0;
  for (const character of visitorId) hue = (hue * 31 + character.codePointAt(0)!) % 360;
  return hue;
}
