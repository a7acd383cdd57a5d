/**
 * Calls `run` at the next frame, or within 50 ms where none comes: a hidden tab paints
 * nothing, and a server has no frames.
 */
export function nextFrame(run: () => void): void {
  if (typeof requestAnimationFrame !== 'function') {
    setTimeout(run, 16);
    return;
  }
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 50);
}
