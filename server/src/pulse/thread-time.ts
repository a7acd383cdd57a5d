/**
 * The processor's time that this thread has had, in ms, from any zero. What a busy machine gives
 * to others is not in it; a Node before 23.9 cannot tell, and gives the time on the wall.
 */
export function threadMs(): number {
  if (!('threadCpuUsage' in process)) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
