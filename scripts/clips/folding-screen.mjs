import { ease, TAU, wrap } from './curves.mjs';
import { H, W } from './grid.mjs';
import { INK } from './ink.mjs';
import { disc, screen, within } from './shapes.mjs';

const { sin, abs } = Math;

function draw(c, t) {
  c.fillStyle = INK.navy;
  c.fillRect(0, 0, W, H);
  c.fillStyle = '#232c6e';
  c.fillRect(0, 438, W, H - 438);
  const [left, wide, count] = [66, 138, 6];
  const ridge = (x, k, speed) =>
    sin(TAU * (x / W + speed * t) * 1 + k) * 0.5 +
    sin(TAU * ((x / W) * 2 + speed * t) + k * 2.1) * 0.3 +
    sin(TAU * ((x / W) * 5 + speed * t) + k * 4) * 0.12;
  const hills = [
    { y: 250, h: 74, k: 0.4, speed: 1, ink: INK.sky },
    { y: 318, h: 66, k: 2.2, speed: -1, ink: '#7f93e4' },
    { y: 372, h: 52, k: 4.1, speed: 1, ink: INK.cobalt },
    { y: 432, h: 40, k: 5.7, speed: -1, ink: INK.navy },
  ];
  for (let i = 0; i < count; i++) {
    const fold = (i % 2 ? -1 : 1) * (15 + 7 * sin(TAU * t));
    const x = left + i * wide;
    const [a, b] = i % 2 ? [-fold, fold] : [fold, -fold];
    const lean = i % 2 ? [abs(a) / 2, -abs(b) / 2] : [-abs(a) / 2, abs(b) / 2];
    const shape = (grow) => {
      c.moveTo(x - grow, 62 + lean[0] - grow);
      c.lineTo(x + wide + grow, 62 + lean[1] - grow);
      c.lineTo(x + wide + grow, 470 - lean[1] + grow);
      c.lineTo(x - grow, 470 - lean[0] + grow);
      c.closePath();
    };
    c.fillStyle = INK.night;
    c.beginPath();
    shape(5);
    c.fill();
    within(
      c,
      () => shape(-4),
      () => {
        c.save();
        c.transform(1, (lean[1] - lean[0]) / wide, 0, 1, 0, lean[0] - ((lean[1] - lean[0]) / wide) * x);
        c.fillStyle = INK.sand;
        c.fillRect(0, 0, W, H);
        disc(c, 170 + 620 * ease(abs(wrap(t + 0.1, 1) * 2 - 1)), 176 - 40 * sin(TAU * t), 58, INK.peach);
        for (const hill of hills) {
          c.fillStyle = hill.ink;
          c.beginPath();
          c.moveTo(x, H);
          for (let px = x; px <= x + wide + 4; px += 4) c.lineTo(px, hill.y - hill.h * ridge(px, hill.k, hill.speed));
          c.lineTo(x + wide + 4, H);
          c.fill();
        }
        c.strokeStyle = INK.paper;
        c.lineWidth = 3;
        c.lineCap = 'round';
        for (let m = 0; m < 3; m++) {
          const my = 268 + m * 58;
          const mx = wrap(m * 370 + (m % 2 ? -1 : 1) * t * (W + 300), W + 300) - 150;
          c.beginPath();
          c.moveTo(mx - 80, my);
          c.lineTo(mx + 50, my);
          c.moveTo(mx - 30, my + 10);
          c.lineTo(mx + 92, my + 10);
          c.stroke();
        }
        c.restore();
        c.fillStyle = i % 2 ? '#161d4f26' : '#fffaf21f';
        c.fillRect(x, 0, wide, H);
      },
    );
  }
  screen(c, '#161d4f', 12, (x, y) => (y > 470 ? 3.4 - (y - 470) / 30 : 0));
}

function score(b) {
  [
    [50, 57, 62, 64],
    [48, 55, 60, 64],
    [45, 57, 60, 62],
  ].forEach((chord, bar) => {
    b.pad(chord, bar * 4, 4, 0.06);
    b.bass(chord[0] - 12, bar * 4, 4, 0.35);
  });
  [74, 76, 79, 81, 79, 76, 74, 69, 72, 74, 76, 72, 69, 67, 69].forEach((n, i) =>
    b.pluck(n, [0, 0.75, 1, 2, 3, 3.5, 4, 5, 6, 6.75, 7, 8, 9, 9.5, 10][i], (i % 5) * 0.2 - 0.4, 0.3),
  );
  [2, 6, 10].forEach((o) => b.brush(o, 0.08, 0.4));
}

/** Hills and mist on a screen of six leaves; a plucked air over long chords. */
export const FOLDING_SCREEN = {
  name: 'folding-screen',
  bpm: 72,
  beats: 12,
  poster: 0.4,
  bitrate: 190_000,
  draw,
  score,
};
