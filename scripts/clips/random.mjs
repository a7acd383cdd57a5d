/** Chance that falls the same way each time: a clip drawn again is the same clip. */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` things, made one after another from one seed. */
export const many = (count, seed, make) => {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => make(next, i));
};
