import { TAU, wrap } from './curves.mjs';
import { H, W } from './grid.mjs';
import { INK } from './ink.mjs';
import { many, random } from './random.mjs';
import { disc } from './shapes.mjs';

const { sin, cos, floor } = Math;

const umbrellas = many(9, 23, (next, i) => ({
  x: (i % 3) * 330 + 60 + next() * 150,
  y: floor(i / 3) * 230 + next() * 90,
  r: 74 + next() * 34,
  turn: next() * TAU,
  way: next() < 0.5 ? 1 : -1,
  inks:
    i === 4
      ? [INK.peach, INK.rust]
      : [
          [INK.cobalt, INK.navy],
          [INK.navy, INK.night],
          [INK.paper, INK.sand],
        ][(i + floor(i / 3)) % 3],
}));
const drops = many(26, 3, (next) => ({
  x: next() * W,
  y: next() * H,
  p: next(),
  n: 3 + floor(next() * 2),
  r: 24 + next() * 30,
}));

function draw(c, t) {
  c.fillStyle = INK.sky;
  c.fillRect(0, 0, W, H);
  for (const d of drops) {
    const life = wrap(t * d.n + d.p, 1);
    c.lineWidth = 4 * (1 - life) + 0.4;
    c.strokeStyle = INK.paper;
    c.globalAlpha = 1 - life;
    c.beginPath();
    c.arc(d.x, d.y, 2 + d.r * life, 0, TAU);
    c.stroke();
    c.globalAlpha = 1;
  }
  for (const u of umbrellas) {
    const y = wrap(u.y - u.way * t * 740 + 130, 740) - 110;
    const x = u.x + 14 * sin(TAU * t + u.turn);
    const canopy = (radius) => {
      c.beginPath();
      for (let i = 0; i <= 8; i++) {
        const a = (i * TAU) / 8;
        if (i === 0) c.moveTo(radius, 0);
        else
          c.quadraticCurveTo(
            cos(a - TAU / 16) * radius * 0.93,
            sin(a - TAU / 16) * radius * 0.93,
            cos(a) * radius,
            sin(a) * radius,
          );
      }
    };
    c.save();
    c.translate(x + 16, y + 22);
    c.rotate(u.turn + u.way * TAU * t * 0.25 * (u.r > 90 ? 1 : 2));
    c.fillStyle = '#161d4f38';
    canopy(u.r);
    c.fill();
    c.restore();
    c.save();
    c.translate(x, y);
    c.rotate(u.turn + u.way * (TAU / 4) * t);
    c.fillStyle = u.inks[0];
    canopy(u.r);
    c.fill();
    for (let i = 0; i < 8; i += 2) {
      const a = (i * TAU) / 8;
      c.fillStyle = u.inks[1];
      c.beginPath();
      c.moveTo(0, 0);
      c.lineTo(cos(a) * u.r, sin(a) * u.r);
      c.quadraticCurveTo(
        cos(a + TAU / 16) * u.r * 0.93,
        sin(a + TAU / 16) * u.r * 0.93,
        cos(a + TAU / 8) * u.r,
        sin(a + TAU / 8) * u.r,
      );
      c.fill();
    }
    disc(c, 0, 0, 5, INK.paper);
    c.restore();
  }
  c.strokeStyle = INK.paper;
  c.lineWidth = 2;
  c.lineCap = 'round';
  c.globalAlpha = 0.75;
  c.beginPath();
  for (const d of drops) {
    const y = wrap(d.y + (t * 4 + d.p) * (H + 120), H + 120) - 60;
    const x = wrap(d.x * 1.7 - y * 0.22, W);
    c.moveTo(x, y);
    c.lineTo(x - 5, y + 24);
  }
  c.stroke();
  c.globalAlpha = 1;
}

function score(b) {
  [
    [62, 65, 69, 72],
    [58, 62, 65, 69],
    [55, 58, 62, 65],
    [57, 61, 64, 67],
  ].forEach((chord, bar) => {
    b.bass(chord[0] - 24, bar * 3, 3);
    for (const i of [1, 2]) chord.slice(1).forEach((n, k) => b.pluck(n, bar * 3 + i + k * 0.03, -0.2, 0.13));
    b.brush(bar * 3 + 1, 0.07, 0.12);
    b.brush(bar * 3 + 2, 0.07, 0.12);
  });
  const next = random(5);
  for (let i = 0; i < 22; i++)
    b.glass([86, 89, 93, 81, 84][floor(next() * 5)], next() * 11.2, next() * 1.6 - 0.8, 0.05);
  [
    [77, 0],
    [76, 1.5],
    [74, 3],
    [69, 5],
    [70, 6],
    [74, 7.5],
    [73, 9],
    [76, 10.5],
  ].forEach(([n, t]) => b.glass(n, t, 0, 0.18));
}

/** Umbrellas in a street, seen from above; a waltz with drops in it. */
export const RAIN_CHECK = { name: 'rain-check', bpm: 100, beats: 12, poster: 0.1, bitrate: 280_000, draw, score };
