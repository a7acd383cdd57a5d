import type { MeasuredProcess } from './measured-process.js';
import { WireClient } from './wire-client.js';

const AUTH = { v: 1, site: 'default' };
const AT_ONCE = 50;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Connects so many at a time, as a busy minute would and not as a test would. */
export async function crowd(url: string, size: number): Promise<WireClient[]> {
  const clients: WireClient[] = [];
  while (clients.length < size) {
    clients.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(100, size - clients.length) }, () => WireClient.connect(url, AUTH)),
      )),
    );
  }
  return clients;
}

/** Counts what the viewers get meanwhile, and what it costs the server. */
export async function deliveries(
  server: MeasuredProcess,
  viewers: readonly WireClient[],
  during: () => Promise<void>,
): Promise<{ share: number; usADelivery: number; framesAViewer: number }> {
  for (const viewer of viewers) viewer.events = 0;
  const [cpuBefore, startedAt] = [server.cpuMs, performance.now()];
  await during();
  const elapsedMs = performance.now() - startedAt;
  const frames = viewers.reduce((sum, { events }) => sum + events, 0);
  const cpuMs = server.cpuMs - cpuBefore;
  return {
    share: cpuMs / elapsedMs,
    usADelivery: (cpuMs * 1_000) / frames,
    framesAViewer: frames / viewers.length / (elapsedMs / 1_000),
  };
}

/** Runs `ask` so many times, some at once. */
export async function repeat(times: number, ask: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < times) await ask(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
