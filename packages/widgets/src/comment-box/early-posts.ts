/** What is asked to be posted before that can be done: some are quicker than what answers them. */
export class EarlyPosts {
  #length = 0;

  /** What stands in the field now, less what was taken before; not what is written in it later. */
  take(composer: Element): string {
    const { value } = composer.querySelector('textarea')!;
    const early = value.slice(this.#length);
    this.#length = value.length;
    return early;
  }
}
