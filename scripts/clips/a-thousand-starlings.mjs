import { TAU } from './curves.mjs';
import { H, W } from './grid.mjs';
import { INK } from './ink.mjs';
import { many } from './random.mjs';
import { disc } from './shapes.mjs';

const { sin, cos } = Math;

const birds = many(120, 41, (next) => ({
  a: next() * TAU,
  d: Math.sqrt(next()),
  p: next() * TAU,
  s: 0.7 + next() * 0.7,
}));

function draw(c, t) {
  const dusk = [INK.sky, '#c9cbe6', '#dccbd2', '#eac5b4', '#f1b697', INK.peach];
  dusk.forEach((colour, i) => {
    c.fillStyle = colour;
    c.fillRect(0, i * 74, W, H);
  });
  disc(c, 206, 398, 62, INK.paper);
  const far = [0, 34, 70, 52, 96, 128, 88, 60, 92, 70, 40, 58, 84, 50, 28, 46, 20];
  c.fillStyle = INK.cobalt;
  c.beginPath();
  c.moveTo(0, H);
  far.forEach((h, i) => {
    c.lineTo(i * 60, 470 - h * 0.55);
    c.lineTo(i * 60 + 60, 470 - h * 0.55);
  });
  c.lineTo(W, H);
  c.fill();
  c.fillStyle = INK.navy;
  c.fillRect(0, 492, W, H);
  c.strokeStyle = INK.navy;
  c.lineWidth = 2;
  for (let i = 0; i < 3; i++) {
    c.beginPath();
    c.moveTo(-10, 318 + i * 22);
    c.quadraticCurveTo(330, 392 + i * 16, 742, 300 + i * 22);
    c.quadraticCurveTo(880, 342 + i * 18, W + 10, 312 + i * 22);
    c.stroke();
  }
  c.fillStyle = INK.navy;
  c.fillRect(737, 268, 10, H);
  c.fillRect(708, 296, 68, 6);
  c.fillRect(716, 318, 52, 6);
  c.fillRect(716, 340, 52, 6);
  const [cx, cy] = [W * 0.5 + 190 * sin(TAU * t), 186 + 40 * sin(2 * TAU * t + 0.6)];
  const squeeze = 0.62 + 0.3 * sin(TAU * t * 2 + 1);
  const tilt = 0.45 * sin(TAU * t + 0.9);
  c.fillStyle = INK.night;
  for (const b of birds) {
    const a = b.a + TAU * t + 0.8 * sin(TAU * t + b.d * 5);
    const pinch = 1 + 0.45 * sin(2 * a + TAU * t);
    const px = cos(a) * b.d * 250 * pinch + 26 * sin(TAU * t * 2 + b.p);
    const py = sin(a) * b.d * 150 * squeeze * pinch + 20 * cos(TAU * t * 3 + b.p);
    const x = cx + px * cos(tilt) - py * sin(tilt);
    const y = cy + px * sin(tilt) + py * cos(tilt);
    const flap = sin(TAU * t * 6 + b.p * 3);
    const s = 10.4 * b.s;
    c.beginPath();
    c.moveTo(x - s, y - s * 0.55 * flap);
    c.quadraticCurveTo(x - s * 0.2, y - s * 0.2, x, y + s * 0.22);
    c.quadraticCurveTo(x + s * 0.2, y - s * 0.2, x + s, y - s * 0.55 * flap);
    c.quadraticCurveTo(x + s * 0.2, y + s * 0.1, x, y + s * 0.6);
    c.quadraticCurveTo(x - s * 0.2, y + s * 0.1, x - s, y - s * 0.55 * flap);
    c.fill();
  }
}

function score(b) {
  [
    [52, 59, 64, 68],
    [56, 59, 63, 68],
    [49, 56, 61, 64],
    [57, 61, 64, 69],
  ].forEach((chord, bar) => {
    b.pad(chord, bar * 4, 4, 0.06);
    for (let i = 0; i < 8; i++) b.bass(chord[0] - 12, bar * 4 + i / 2, 0.5, 0.3);
    for (let i = 0; i < 16; i++)
      b.pluck(chord[(i * 3 + bar) % 4] + (i % 3 ? 12 : 24), bar * 4 + i / 4, sin(i) * 0.6, 0.11);
    [0, 1, 2, 3].forEach((o) => b.kick(bar * 4 + o));
    [1, 3].forEach((o) => b.brush(bar * 4 + o, 0.2, 0.12));
    for (let i = 0; i < 8; i++) b.brush(bar * 4 + i / 2, 0.06, 0.05);
  });
}

/** A flock over the town at dusk; sixteenths over a steady drum. */
export const A_THOUSAND_STARLINGS = {
  name: 'a-thousand-starlings',
  bpm: 128,
  beats: 16,
  poster: 0.66,
  bitrate: 150_000,
  hold: 2,
  draw,
  score,
};
