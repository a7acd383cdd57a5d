import { describe, expect, it } from 'vitest';
import { exactNumber, missingRoom, shortNumber } from './numbers.js';

describe('numbers', () => {
  it('W-11: are whole below 10,000, and compact from there on', () => {
    expect(shortNumber(0, 'en')).toBe('0');
    expect(shortNumber(9_999, 'en')).toBe('9,999');
    expect(shortNumber(10_000, 'en')).toBe('10K');
    expect(shortNumber(12_345, 'en')).toBe('12.3K');
    expect(shortNumber(1_234_567, 'en')).toBe('1.2M');
    expect(shortNumber(12_345, 'ko')).toBe('1.2만');
    expect(exactNumber(12_345, 'en')).toBe('12,345');
  });

  it('OC-5: with their missing room all take the room of the widest', () => {
    const width = (text: string) => [...text].length;
    for (const n of [0, 9, 10, 99, 100, 999, 1_000, 9_999]) {
      const shown = shortNumber(n, 'en');
      expect(width(shown + missingRoom(shown, 4, 'en'))).toBe(width('9,999'));
    }
  });

  it('LB-10: a number wider than its room lacks none', () => {
    expect(missingRoom('1,234', 3, 'en')).toBe('');
    expect(missingRoom('12.3K', 4, 'en')).toBe('');
    expect(missingRoom('7', 3, 'en')).toBe('99');
  });
});
