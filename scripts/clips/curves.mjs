/** A whole turn, in radians. */
export const TAU = Math.PI * 2;

/** From 0 to 1, slow at both ends. */
export const ease = (x) => x * x * (3 - 2 * x);

/** `x` within 0 and `span`, for whatever leaves on one side and comes back on the other. */
export const wrap = (x, span) => ((x % span) + span) % span;
