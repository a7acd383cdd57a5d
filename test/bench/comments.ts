import { crowd, deliveries, pause, repeat } from './crowd.js';
import { median, type Figure } from './figures.js';
import { MeasuredProcess } from './measured-process.js';
import { SERVER } from './places.js';
import type { WireClient } from './wire-client.js';

const SHORT = 'https://news.example/fifty';
const LONG = 'https://news.example/ten-thousand';
const LENGTHS = { [SHORT]: 50, [LONG]: 10_000 };
const PAGE_SIZE = 20;
const ASKS = 1_000;
const ROUNDS = 7;
const VIEWERS = 2_000;
const COMMENTS_PER_S = 30;
const BEATS_PER_S = 10;
const RUN_MS = 6_000;
const BODY = 'The bridge is the best part: eleven seconds in which nobody sings, and everybody on the train looked up.';

function post(client: WireClient, page: string): Promise<string> {
  return client.ask('comment.post', { page, body: BODY, commandId: crypto.randomUUID() });
}

/** The server's time for each ask of two kinds, in µs, taken in turns so that the machine's moods fall on both. */
async function compare(
  server: MeasuredProcess,
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<[one: number, other: number, ratio: number]> {
  const costOf = async (ask: () => Promise<unknown>) => {
    const before = server.cpuMs;
    await repeat(ASKS, ask);
    return ((server.cpuMs - before) * 1_000) / ASKS;
  };
  const rounds: [number, number][] = [];
  await costOf(one);
  await costOf(other);
  for (let i = 0; i < ROUNDS; i += 1) rounds.push([await costOf(one), await costOf(other)]);
  return [median(rounds.map(([a]) => a)), median(rounds.map(([, b]) => b)), median(rounds.map(([a, b]) => b / a))];
}

/** The cursor to the page of that number, counted from 1. */
async function cursorTo(client: WireClient, number: number): Promise<string> {
  let before: string | null = null;
  for (let i = 1; i < number; i += 1) {
    const [reply] = JSON.parse(
      await client.ask('comment.list', { page: LONG, limit: PAGE_SIZE, ...(before && { before }) }),
    ) as [{ before: string | null }];
    if (reply.before === null) throw new Error(`the list ends at page ${i}`);
    before = reply.before;
  }
  return before!;
}

/** Long threads: what a join and a page of the list cost beside short ones. */
export async function benchThreads(): Promise<Figure[]> {
  const server = await startServer();
  const [client] = await crowd(server.url, 1);
  const before = { cpu: server.cpuMs, at: performance.now() };
  for (const [page, length] of Object.entries(LENGTHS)) await repeat(length, () => post(client!, page));
  const posted = Object.values(LENGTHS).reduce((sum, length) => sum + length);
  const costOfPosting = ((server.cpuMs - before.cpu) * 1_000) / posted;
  const perS = posted / ((performance.now() - before.at) / 1_000);

  const join = (page: string) => () => client!.ask('page.join', { page, limit: PAGE_SIZE });
  const [shortJoin, longJoin, joins] = await compare(server, join(SHORT), join(LONG));
  const far = await cursorTo(client!, 200);
  const list = (cursor?: string) => () =>
    client!.ask('comment.list', { page: LONG, limit: PAGE_SIZE, ...(cursor && { before: cursor }) });
  const [firstPage, farPage, pages] = await compare(server, list(), list(far));
  client!.close();
  await server.stop();
  return [
    { name: 'posted', value: perS, unit: '/s' },
    { name: 'CPU a comment posted', value: costOfPosting, unit: 'µs' },
    { name: 'join, 50 comments', value: shortJoin, unit: 'µs' },
    { name: 'join, 10,000 comments', value: longJoin, unit: 'µs' },
    { name: 'the long join beside the short', value: joins, unit: '×', target: { atMost: 1.5 } },
    { name: 'first page of a list', value: firstPage, unit: 'µs' },
    { name: '200th page of a list', value: farPage, unit: 'µs' },
    { name: 'the 200th beside the first', value: pages, unit: '×', target: { atMost: 1.2 } },
  ];
}

/** A stream: what 30 comments a second add to the beats that 2,000 viewers get anyway. */
export async function benchStream(): Promise<Figure[]> {
  const server = await startServer();
  const viewers = await crowd(server.url, VIEWERS);
  for (const viewer of viewers) await viewer.ask('page.join', { page: SHORT, limit: 0 });
  const [writer] = await crowd(server.url, 1);
  await pause(1_000);
  const run = (commentsPerBeat: number) =>
    deliveries(server, viewers, async () => {
      for (let beat = 0; beat < (RUN_MS / 1_000) * BEATS_PER_S; beat += 1) {
        const kind = beat % 2 === 0 ? 'like' : 'wow';
        void writer!.ask('reaction.set', { page: SHORT, kind, commandId: crypto.randomUUID() });
        for (let i = 0; i < commentsPerBeat; i += 1) void post(writer!, SHORT);
        await pause(1_000 / BEATS_PER_S);
      }
    });
  const rounds = [];
  for (let i = 0; i < 3; i += 1) rounds.push([await run(0), await run(COMMENTS_PER_S / BEATS_PER_S)] as const);
  for (const client of [...viewers, writer!]) client.close();
  await server.stop();
  return [
    { name: 'a beat without comments', value: median(rounds.map(([quiet]) => quiet.usADelivery)), unit: 'µs/viewer' },
    { name: 'a beat with three', value: median(rounds.map(([, busy]) => busy.usADelivery)), unit: 'µs/viewer' },
    {
      name: 'with beside without',
      value: median(rounds.map(([quiet, busy]) => busy.usADelivery / quiet.usADelivery)),
      unit: '×',
      target: { atMost: 1.3 },
    },
    { name: 'frames a viewer', value: median(rounds.map(([, busy]) => busy.framesAViewer)), unit: '/s' },
  ];
}

function startServer(): Promise<MeasuredProcess> {
  return MeasuredProcess.start([SERVER, 'serve', '--port', '0', '--store', 'sqlite::memory:'], {
    HUZZAH_LIMITS: 'off',
  });
}
