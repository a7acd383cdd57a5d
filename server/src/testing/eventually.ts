/** So long is waited for what must come, in ms: only what never comes fails. */
const WAIT_MS = 60_000;

/** Resolves once it holds; rejects where it never does. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never held: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
