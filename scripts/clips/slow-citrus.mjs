import { ease, TAU, wrap } from './curves.mjs';
import { H, W } from './grid.mjs';
import { INK } from './ink.mjs';
import { disc, screen } from './shapes.mjs';

const { sin, cos, PI, floor, max, min } = Math;

const slices = [
  { x: 318, y: 292, r: 206, cut: 11, way: 1, flesh: INK.peach, rind: INK.rust },
  { x: 706, y: 172, r: 132, cut: 9, way: -1, flesh: INK.sand, rind: INK.peach },
  { x: 770, y: 424, r: 88, cut: 8, way: 1, flesh: INK.rust, rind: INK.peach },
];

function draw(c, t, beat) {
  c.fillStyle = INK.cobalt;
  c.fillRect(0, 0, W, H);
  const beats = floor(beat) + ease(min(1, (beat % 1) * 1.7));
  for (const s of slices) {
    c.strokeStyle = '#4c66e6';
    c.lineWidth = 2;
    for (let i = 0; i < 7; i++) {
      c.beginPath();
      c.arc(s.x, s.y, s.r + 18 + i * 15, 0, TAU);
      c.stroke();
    }
  }
  slices.forEach((s, n) => {
    const swell = 1 + 0.022 * (1 - ease(min(1, wrap(beat - n * 0.25, 1) * 1.4)));
    c.save();
    c.translate(s.x, s.y);
    disc(c, 14, 20, s.r * swell, '#161d4f66');
    disc(c, 0, 0, s.r * swell, s.rind);
    disc(c, 0, 0, s.r * 0.925 * swell, INK.paper);
    c.rotate((s.way * beats * TAU) / s.cut / 2);
    for (let i = 0; i < s.cut; i++) {
      c.save();
      c.rotate((i * TAU) / s.cut);
      const half = PI / s.cut - 0.035;
      const [near, far] = [s.r * 0.13, s.r * 0.86 * swell];
      c.fillStyle = s.flesh;
      c.beginPath();
      c.moveTo(near, 0);
      c.lineTo(cos(-half) * far * 0.93, sin(-half) * far * 0.93);
      c.quadraticCurveTo(cos(-half) * far, sin(-half) * far, cos(-half * 0.7) * far, sin(-half * 0.7) * far);
      c.arc(0, 0, far, -half * 0.7, half * 0.7);
      c.quadraticCurveTo(cos(half) * far, sin(half) * far, cos(half) * far * 0.93, sin(half) * far * 0.93);
      c.fill();
      c.strokeStyle = INK.paper;
      c.lineWidth = s.r / 70;
      c.lineCap = 'round';
      for (const [d, a] of [
        [0.5, -0.25],
        [0.64, 0.3],
        [0.74, -0.1],
      ]) {
        c.beginPath();
        c.moveTo(cos(a * half * 2) * s.r * d, sin(a * half * 2) * s.r * d);
        c.lineTo(cos(a * half * 2) * s.r * (d + 0.07), sin(a * half * 2) * s.r * (d + 0.07));
        c.stroke();
      }
      c.restore();
    }
    disc(c, 0, 0, s.r * 0.05, INK.cobalt);
    c.restore();
  });
  screen(c, '#161d4f55', 12, (x, y) => 5.2 * max(0, (y - 0.45 * x) / H - 0.52));
}

function score(b) {
  [
    [53, 60, 64, 67],
    [52, 59, 62, 67],
    [50, 57, 60, 65],
    [48, 55, 59, 64],
  ].forEach((chord, bar) => {
    b.pad(chord.slice(1), bar * 4, 4, 0.06);
    [0, 1.5, 2.5].forEach((o) => b.bass(chord[0] - 12, bar * 4 + o, 1));
    b.kick(bar * 4);
    b.kick(bar * 4 + 2.5);
    [1, 3].forEach((o) => b.brush(bar * 4 + o, 0.26, 0.16));
    for (let i = 0; i < 8; i++) b.brush(bar * 4 + i / 2 + (i % 2 ? 0.08 : 0), 0.05, 0.04);
    [0.5, 1.5, 3].forEach((o, i) => b.pluck(chord[1 + i] + 12, bar * 4 + o, 0.3 - i * 0.3, 0.2));
  });
}

/** Three slices that turn one segment a beat; a slow, swung groove. */
export const SLOW_CITRUS = { name: 'slow-citrus', bpm: 104, beats: 16, poster: 0.02, bitrate: 165_000, draw, score };
