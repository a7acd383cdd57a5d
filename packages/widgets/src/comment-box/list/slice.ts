/** The time of a slice. With what the browser does with its rows it is a frame of less than 50 ms, at a quarter of a notebook's speed too. */
const SLICE_MS = 6;

/** What is drawn in one frame of all that is to be drawn. */
export class Slice {
  readonly #endsAt = performance.now() + SLICE_MS;
  #isBegun = false;

  /** Whether there is time for another row; for one there always is. */
  take(): boolean {
    const isTime = !this.#isBegun || performance.now() < this.#endsAt;
    this.#isBegun = true;
    return isTime;
  }
}
