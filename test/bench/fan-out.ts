import { crowd, deliveries, pause } from './crowd.js';
import { median, percentile, type Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { SERVER, YARDSTICKS } from './places.js';
import type { WireClient } from './wire-client.js';

const VIEWERS = 2_000;
const CLICKERS = 200;
const CLICKS_PER_S = 1_000;
const WITNESSES = 20;
const RUN_MS = 8_000;
/** A server that has just started compiles what it runs often; what is measured is one that has run for a while. */
const WARM_UP_MS = 6_000;
export const PAGE = 'https://news.example/bench';
const KINDS = ['like', 'wow', 'dislike', 'angry'];

const versionIn = (text: string) => Number(/"version":(\d+)/.exec(text)?.[1] ?? 0);

/** Clicks at a steady rate; what it gives, asked a beat or more later, is the time until the witnesses saw each, in ms. */
export async function clickSteadily(
  clickers: readonly WireClient[],
  witnesses: readonly WireClient[],
  runMs: number,
  clicksPerS = CLICKS_PER_S,
): Promise<() => number[]> {
  const clicks: { at: number; version: number }[] = [];
  const seen: { at: number; version: number }[][] = witnesses.map((witness) => {
    const list: { at: number; version: number }[] = [];
    witness.onEvent = (frame) => {
      const version = versionIn(frame);
      if (version > 0) list.push({ at: performance.now(), version });
    };
    return list;
  });
  const startedAt = performance.now();
  const replies: Promise<void>[] = [];
  for (let sent = 0; performance.now() - startedAt < runMs;) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * clicksPerS);
    for (; sent < due; sent += 1) {
      const at = performance.now();
      const command = {
        page: PAGE,
        kind: KINDS[Math.floor(sent / clickers.length) % KINDS.length],
        commandId: crypto.randomUUID(),
      };
      replies.push(
        clickers[sent % clickers.length]!.ask('reaction.set', command).then(
          (reply) => void clicks.push({ at, version: versionIn(reply) }),
        ),
      );
    }
    await pause(5);
  }
  await Promise.all(replies);
  return () =>
    seen.flatMap((list) =>
      clicks.flatMap(({ at, version }) => {
        const first = list.find((pulse) => pulse.version >= version);
        return first === undefined ? [Infinity] : [Math.max(0, first.at - at)];
      }),
    );
}

async function yardstick(name: string): Promise<number> {
  const server = await MeasuredProcess.start([YARDSTICKS, name]);
  const viewers = await crowd(server.url, VIEWERS);
  await pause(500);
  const { usADelivery } = await deliveries(server, viewers, async () => void (await pause(RUN_MS / 2)));
  for (const viewer of viewers) viewer.close();
  await server.stop();
  return usADelivery;
}

/** One page with 2,000 viewers and 1,000 clicks a second; then a page with one click a beat beside the yardsticks. */
export async function benchFanOut(): Promise<Figure[]> {
  const server = await MeasuredProcess.start([
    SERVER,
    'serve',
    '--port',
    '0',
    '--store',
    'sqlite::memory:',
    '--limits',
    'off',
  ]);
  const idleBytes = server.residentBytes;
  const viewers = await crowd(server.url, VIEWERS);
  for (const viewer of viewers) await viewer.ask('page.join', { page: PAGE, limit: 0 });
  const bytesEach = (server.residentBytes - idleBytes) / VIEWERS;
  const clickers = await crowd(server.url, CLICKERS);
  await clickSteadily(clickers, [], WARM_UP_MS);

  let latencies = (): number[] => [];
  const busy = await deliveries(server, viewers, async () => {
    latencies = await clickSteadily(clickers, viewers.slice(0, WITNESSES), RUN_MS);
  });
  await pause(500);
  const seenAfterMs = latencies();
  const quiet = await deliveries(server, viewers, async () => {
    for (let i = 0; i < RUN_MS / 200; i += 1) {
      void clickers[0]!.ask('reaction.set', {
        page: PAGE,
        kind: KINDS[i % KINDS.length]!,
        commandId: crypto.randomUUID(),
      });
      await pause(100);
    }
  });
  for (const client of [...viewers, ...clickers]) client.close();
  await server.stop();

  const ws = await yardstick('ws');
  const room = await yardstick('socketio-room');
  return [
    { name: 'share of a core', value: busy.share * 100, unit: '%', target: { atMost: 40 } },
    { name: 'click to seen p99', value: percentile(seenAfterMs, 0.99), unit: 'ms', target: { atMost: 200 } },
    { name: 'click to seen median', value: median(seenAfterMs), unit: 'ms' },
    { name: 'frames a viewer', value: busy.framesAViewer, unit: '/s' },
    { name: 'CPU a delivery', value: quiet.usADelivery, unit: 'µs' },
    { name: 'ws, prepared frame', value: ws, unit: 'µs' },
    { name: 'Socket.IO room', value: room, unit: 'µs' },
    { name: 'a delivery beside ws', value: quiet.usADelivery / ws, unit: '×' },
    { name: 'memory a connection', value: bytesEach / 1_024, unit: 'KiB' },
  ];
}
