/**
 * A channel to the other tabs of this origin. `null` outside of a browser window, where there is
 * nobody to tell, and an open channel would keep the program alive.
 */
export function openChannel(name: string): BroadcastChannel | null {
  return typeof document === 'undefined' || typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
}
