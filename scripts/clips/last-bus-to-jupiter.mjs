import { TAU, wrap } from './curves.mjs';
import { H, W } from './grid.mjs';
import { INK } from './ink.mjs';
import { many } from './random.mjs';
import { disc, screen, within } from './shapes.mjs';

const { sin, cos, PI, hypot } = Math;

const stars = many(110, 7, (next) => ({ x: next() * W, y: next() * H, r: 0.6 + next() * 1.5, p: next() }));

function draw(c, t) {
  const [x, y, r] = [560, 282, 178];
  const orbit = (a) => {
    const [px, py] = [cos(a) * 430, sin(a) * 104];
    return [x - 60 + px * cos(-0.24) - py * sin(-0.24), y + px * sin(-0.24) + py * cos(-0.24)];
  };
  const bus = TAU * (t + 0.16);
  const half = (from, to) => {
    c.beginPath();
    for (let a = from; a <= to + 0.001; a += PI / 90) c.lineTo(...orbit(a));
    c.stroke();
  };
  const drive = () => {
    for (let i = 26; i > 1; i--) {
      const [tx, ty] = orbit(bus - i * 0.045);
      disc(c, tx, ty, (27 - i) * 0.15, INK.peach);
    }
    const [bx, by] = orbit(bus);
    const [nx, ny] = orbit(bus + 0.01);
    c.save();
    c.translate(bx, by);
    c.rotate(Math.atan2(ny - by, nx - bx));
    c.scale(1, nx < bx ? -1 : 1);
    const depth = 1 + 0.35 * sin(bus);
    c.scale(depth, depth);
    c.fillStyle = INK.paper;
    c.beginPath();
    c.roundRect(-42, -20, 84, 34, 9);
    c.fill();
    c.fillStyle = INK.cobalt;
    c.fillRect(-42, 3, 84, 5);
    for (let i = 0; i < 5; i++) {
      c.fillStyle = i === 3 ? INK.peach : INK.navy;
      c.beginPath();
      c.roundRect(-36 + i * 15, -14, 11, 12, 3);
      c.fill();
    }
    disc(c, -24, 15, 6.5, INK.navy);
    disc(c, 24, 15, 6.5, INK.navy);
    disc(c, -24, 15, 2.5, INK.sky);
    disc(c, 24, 15, 2.5, INK.sky);
    c.restore();
  };
  c.fillStyle = INK.night;
  c.fillRect(0, 0, W, H);
  for (const s of stars) disc(c, s.x, s.y, s.r * (0.65 + 0.35 * sin(TAU * (2 * t + s.p))), INK.sky);
  c.lineWidth = 1.5;
  c.strokeStyle = '#4a5cbf';
  half(PI, TAU);
  if (sin(bus) < 0) drive();
  within(
    c,
    () => c.arc(x, y, r, 0, TAU),
    () => {
      c.fillStyle = INK.peach;
      c.fillRect(x - r, y - r, 2 * r, 2 * r);
      const bands = [INK.sand, INK.rust, INK.paper, INK.peach, INK.rust, INK.sand, INK.peach, INK.rust];
      bands.forEach((colour, i) => {
        c.fillStyle = colour;
        c.beginPath();
        const top = y - r + 20 + i * 44;
        const edge = (px, o) => 5 * sin(px / 47 + TAU * t * (i % 2 ? 1 : -1) + i + o);
        for (let px = x - r; px <= x + r; px += 6) c.lineTo(px, top + edge(px, 0));
        for (let px = x + r; px >= x - r; px -= 6) c.lineTo(px, top + 15 + (i % 3) * 5 + edge(px, 1.3));
        c.fill();
      });
      const spot = x - r - 60 + wrap(t + 0.45, 1) * (2 * r + 120);
      c.fillStyle = INK.rust;
      c.beginPath();
      c.ellipse(spot, y + 58, 40, 22, 0, 0, TAU);
      c.fill();
      c.fillStyle = INK.paper;
      c.beginPath();
      c.ellipse(spot, y + 58, 22, 10, 0, 0, TAU);
      c.fill();
      screen(c, INK.navy, 11, (px, py) => (hypot(px - x + 70, py - y + 62) - 150) * 0.085);
    },
  );
  c.strokeStyle = '#7d8de0';
  half(0, PI);
  if (sin(bus) >= 0) drive();
}

function score(b) {
  [
    [57, 60, 64, 67],
    [53, 57, 60, 64],
    [48, 55, 60, 64],
    [55, 59, 62, 66],
  ].forEach((chord, bar) => {
    b.pad(chord, bar * 4, 4);
    b.bass(chord[0] - 24, bar * 4, 2.5);
    b.bass(chord[0] - 24, bar * 4 + 2.5, 1.5);
    for (let i = 0; i < 8; i++)
      b.pluck(chord[[0, 2, 1, 3, 2, 3, 1, 2][i]] + 12, bar * 4 + i / 2, i % 2 ? 0.4 : -0.4, 0.2);
    for (let i = 0; i < 4; i++) {
      b.kick(bar * 4 + i);
      b.brush(bar * 4 + i + 0.5);
    }
  });
  [
    [76, 1],
    [79, 2.5],
    [83, 5],
    [81, 7],
    [79, 9],
    [76, 10.5],
    [78, 13],
    [74, 14.5],
  ].forEach(([n, t]) => b.glass(n, t, 0.2));
}

/** A bus on its round of a large planet; four chords and a tune on glass. */
export const LAST_BUS_TO_JUPITER = {
  name: 'last-bus-to-jupiter',
  bpm: 120,
  beats: 16,
  poster: 0.14,
  bitrate: 190_000,
  draw,
  score,
};
