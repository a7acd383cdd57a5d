import { describe, expect, it } from 'vitest';
import { pickLabel } from './label.js';

describe('a label of the site’s own', () => {
  it('W-12: one for all languages is taken in all', () => {
    expect(pickLabel('Tears', 'ko')).toBe('Tears');
  });

  it('W-12: is chosen by tag, then language, then English, then what there is', () => {
    const label = { en: 'Colour', 'en-US': 'Color', ko: '색' };
    expect(pickLabel(label, 'en-us')).toBe('Color');
    expect(pickLabel(label, 'ko-KR')).toBe('색');
    expect(pickLabel(label, 'fr')).toBe('Colour');
    expect(pickLabel({ ja: '色' }, 'fr')).toBe('色');
  });

  it('W-12: where there is none, ours stands', () => {
    expect(pickLabel(undefined, 'en')).toBeUndefined();
    expect(pickLabel({}, 'en')).toBeUndefined();
  });
});
