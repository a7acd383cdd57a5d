import { describe, expect, it } from 'vitest';
import { moved, pageAddress, type Place } from './place.js';

const first = (address: string, canonical: string | null): Place => moved(null, { address, canonical });

describe('the page that is meant', () => {
  const place = first('https://a.example/1?x', 'https://a.example/1');

  it('W-5: is the own one, else the script’s, else the canonical, else the address', () => {
    expect(pageAddress('mine', 'script', place)).toBe('mine');
    expect(pageAddress(null, 'script', place)).toBe('script');
    expect(pageAddress(null, undefined, place)).toBe('https://a.example/1');
    expect(pageAddress(null, undefined, first('https://a.example/1', null))).toBe('https://a.example/1');
  });

  it('W-5: an empty name is none', () => {
    expect(pageAddress('', '', place)).toBe('https://a.example/1');
  });

  it('W-6: ignores a canonical that did not move with the address', () => {
    const next = moved(place, { address: 'https://a.example/2', canonical: place.canonical });
    expect(pageAddress(null, undefined, next)).toBe('https://a.example/2');
  });

  it('W-6: takes a canonical that came with the address, before it or after', () => {
    const together = moved(place, { address: 'https://a.example/2?y', canonical: 'https://a.example/2' });
    expect(pageAddress(null, undefined, together)).toBe('https://a.example/2');
    const stale = moved(place, { address: 'https://a.example/2?y', canonical: place.canonical });
    const late = moved(stale, { address: 'https://a.example/2?y', canonical: 'https://a.example/2' });
    expect(pageAddress(null, undefined, late)).toBe('https://a.example/2');
  });

  it('W-6: a canonical left behind counts again on the way back', () => {
    const away = moved(place, { address: 'https://a.example/2', canonical: place.canonical });
    const back = moved(away, { address: place.address, canonical: place.canonical });
    expect(pageAddress(null, undefined, back)).toBe('https://a.example/1');
  });

  it('W-6: nothing new is the same place', () => {
    expect(moved(place, { address: place.address, canonical: place.canonical })).toBe(place);
  });
});
