import { TAU } from './curves.mjs';
import { H, W } from './grid.mjs';

export function disc(c, x, y, r, colour) {
  c.fillStyle = colour;
  c.beginPath();
  c.arc(x, y, Math.max(0, r), 0, TAU);
  c.fill();
}

/** Draws inside a path only. */
export function within(c, path, draw) {
  c.save();
  c.beginPath();
  path();
  c.clip();
  draw();
  c.restore();
}

/** A printer’s screen: dots on a slanted grid, each as large as `size(x, y)` says. */
export function screen(c, colour, pitch, size) {
  c.fillStyle = colour;
  c.beginPath();
  for (let row = 0; row * pitch < H + pitch; row++) {
    for (let x = row % 2 ? pitch / 2 : 0, y = row * pitch; x < W + pitch; x += pitch) {
      const r = Math.min(pitch * 0.62, size(x, y));
      if (r > 0.4) {
        c.moveTo(x + r, y);
        c.arc(x, y, r, 0, TAU);
      }
    }
  }
  c.fill();
}
