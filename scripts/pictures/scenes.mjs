/**
 * The pictures: each a host page with the widgets on it, in one state. Those with `isLooked`
 * are compared pixel by pixel by `npm run test:look`.
 */

import { BOX_SCENES } from './box-scenes.mjs';

/** How many hold each kind on the busy page, and how many are on it beside the one who looks. */
export const BUSY = { counts: { like: 24, wow: 9, dislike: 2, angry: 5 }, others: 41 };

/** Who is on the page of a scene, by its `page`. */
export const CROWDS = {
  busy: BUSY,
  seven: { counts: { like: 12, love: 8, haha: 5, wow: 4, sad: 2, angry: 1 }, others: 6 },
};

const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true };
const DESK = { width: 1280, height: 800 };
const CARD = { width: 720, height: 330 };

const card = (name, more = {}) => ({ name, host: 'sans', viewport: CARD, scheme: 'light', page: 'quiet', ...more });
const article = (name, path, place, viewport, scheme, more = {}) => ({ name, path, place, viewport, scheme, ...more });

export const SCENES = [
  article('article-top-1280-light', '/', 'top', DESK, 'light', { isLooked: true }),
  article('article-top-1280-dark', '/', 'top', DESK, 'dark'),
  article('article-top-390-light', '/', 'top', PHONE, 'light'),
  article('article-top-390-dark', '/', 'top', PHONE, 'dark'),
  article('article-end-1280-light', '/', 'end', DESK, 'light'),
  article('article-end-1280-dark', '/', 'end', DESK, 'dark', { isLooked: true }),
  article('article-end-390-light', '/', 'end', PHONE, 'light', { isLooked: true }),
  article('article-end-390-dark', '/', 'end', PHONE, 'dark'),
  article('korean-top-1280-light', '/ko', 'top', DESK, 'light'),
  article('korean-top-390-light', '/ko', 'top', PHONE, 'light'),
  article('korean-end-390-light', '/ko', 'end', PHONE, 'light', { isLooked: true }),
  article('korean-end-390-dark', '/ko', 'end', PHONE, 'dark'),
  card('before-data', { state: 'before', isLooked: true }),
  card('zero', { isLooked: true }),
  card('busy', { page: 'busy', isLooked: true }),
  card('busy-dark', { page: 'busy', host: 'night', isLooked: true }),
  card('chosen', { page: 'busy', act: 'choose' }),
  card('chosen-dark', { page: 'busy', host: 'night', act: 'choose' }),
  card('hover', { page: 'busy', act: 'hoverPill' }),
  card('focus', { page: 'busy', act: 'focus' }),
  card('pending', { page: 'busy', act: 'pending' }),
  card('offline', { page: 'busy', act: 'offline', isLooked: true }),
  card('refused', { state: 'refused' }),
  card('seven-faces', { site: 'seven', page: 'seven', act: 'choose' }),
  card('seven-faces-dark', { site: 'seven', page: 'seven', host: 'night', act: 'choose', isLooked: true }),
  card('right-to-left', { page: 'busy', html: 'dir="rtl"', isLooked: true }),
  card('serif-host', { host: 'serif', page: 'busy', act: 'choose' }),
  card('dark-host-without-color-scheme', { host: 'night', page: 'busy' }),
  card('light-host-on-a-dark-phone', { page: 'busy', scheme: 'dark', viewport: { width: 390, height: 330 } }),
  card('loud-brand', { host: 'loud', page: 'busy', act: 'choose' }),
  card('280-px', { page: 'busy', viewport: { width: 280, height: 420 }, act: 'choose', isLooked: true }),
  card('280-px-korean', { page: 'busy', viewport: { width: 280, height: 420 }, html: 'lang="ko"' }),
  card('forced-colours', { page: 'busy', act: 'choose', forcedColours: true }),
  ...BOX_SCENES,
];
