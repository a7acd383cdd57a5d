/** With what the browser does with the rows it is a frame of less than 50 ms, at a quarter of a notebook's speed too. */
const SLICE_MS = 3;

/** Whether there is time for another row in this frame; for one there always is. */
export type Slice = () => boolean;

/** Begins what is drawn in one frame of all that is to be drawn. */
export function beginSlice(): Slice {
  let endsAt = Infinity;
  return () => {
    const now = performance.now();
    const isTime = now < endsAt;
    endsAt = Math.min(endsAt, now + SLICE_MS);
    return isTime;
  };
}
