import { LIMITS } from '@huzzah/protocol';
import { randomInt } from 'node:crypto';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Innocent } from '../helpers/fuzz-commands.js';
import { FuzzFrames } from '../helpers/fuzz-frames.js';
import { PollingLine, webSocketFrame, WebSocketLine, type Line } from '../helpers/fuzz-lines.js';
import { startTestServer, type TestServer } from '../helpers/server.js';
import { soon } from '../helpers/soon.js';
import { Visitor } from '../helpers/visitor.js';

/** For longer runs by hand. */
const { FUZZ_FRAMES = '100000', FUZZ_SEED = String(randomInt(2 ** 31)) } = process.env;
const frameCount = Number(FUZZ_FRAMES) / 2;
const seed = Number(FUZZ_SEED);
/** How to have the same again. */
const again = `FUZZ_SEED=${seed} FUZZ_FRAMES=${FUZZ_FRAMES}`;

const LINES = 8;
const BATCH = 80;
const PAGE = 'https://news.example/innocent';

const metric = async (url: string, name: string) =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

/** An innocent visitor beside it all, with a comment and a reaction; `check` says whether he noticed anything. */
async function besideInnocent(server: TestServer) {
  const [writer, reader] = [await Visitor.connect(server.url), await Visitor.connect(server.url)];
  await writer.join(PAGE);
  await writer.react(PAGE, 'wow');
  const { id } = await writer.posted(PAGE, 'I was here');
  const before = await reader.join(PAGE);
  const { visitor, token } = writer.session;
  const innocent: Innocent = { page: PAGE, commentId: id, token };
  const faults: unknown[] = [];
  const fault = (error: unknown) => void faults.push(error);
  process.on('unhandledRejection', fault);
  onTestFinished(() => void process.off('unhandledRejection', fault));
  // With the one by which the metrics are asked for.
  await metric(server.url, 'huzzah_connections');
  const sockets = openSockets();

  const check = async () => {
    await vi.waitFor(async () => expect(await metric(server.url, 'huzzah_connections')).toBe(2), soon);
    expect(await metric(server.url, 'huzzah_viewers')).toBe(2);
    expect(await metric(server.url, 'huzzah_pages')).toBe(1);
    await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(sockets), soon);
    expect(await metric(server.url, 'huzzah_faults_total')).toBe(0);
    expect(faults).toEqual([]);
    expect(server.log.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)).toEqual([]);

    expect(await reader.join(PAGE)).toEqual(before);
    expect(writer.session).toMatchObject({ visitor, token });
    expect(writer.socket.connected && reader.socket.connected).toBe(true);
    expect(await writer.react(PAGE, 'like')).toMatchObject({ ok: true, mine: 'like', tally: { counts: { wow: 0 } } });
    const comment = await writer.posted(PAGE, 'I still am');
    await vi.waitFor(
      () =>
        expect(reader.pulses.flatMap(({ changes = [] }) => changes).map((change) => change.comment.id)).toContain(
          comment.id,
        ),
      soon,
    );
  };
  return { innocent, check };
}

/** Of this process, which has the server too. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

/** Resolves with what `work` does; where that never comes, says what was sent last. */
async function mustEnd<Result>(work: Promise<Result>, last: () => string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer; ${last()}`)), soon.timeout);
  });
  return Promise.race([work, never]).finally(() => clearTimeout(timer));
}

/** As much of them as can be read. */
function shown(frames: readonly string[]): string {
  return frames.map((frame) => JSON.stringify(frame.slice(0, 400))).join('\n');
}

/** Sends so many frames: most must be answered each, some may end their line, which is then begun anew. */
async function bombard(connect: () => Promise<Line>, frames: FuzzFrames): Promise<void> {
  let left = frameCount;
  const attack = async () => {
    let line = await connect();
    while (left > 0) {
      const batch: string[] = [];
      const quiet = frames.random.once(4) ? [frames.silent()] : [];
      let bytes = Buffer.byteLength(quiet.join());
      while (batch.length < BATCH) {
        const frame = frames.command();
        bytes += Buffer.byteLength(frame) + 1;
        // One POST holds no more.
        if (bytes > LIMITS.frameBytes) break;
        batch.push(frame);
      }
      const expected = line.replies + batch.length;
      const [junk, ack] = [frames.junk(), frames.ack()];
      left -= batch.length + quiet.length + 2;
      await mustEnd(line.exchange([...quiet, ...batch], expected), () => shown(batch));
      if (line.isOver) throw new Error(`a command ended the connection:\n${shown(batch)}`);
      expect(line.replies).toBe(expected);
      const last = `42${ack}["page.leave",{"page":"fuzz"}]`;
      await mustEnd(line.exchange([junk, last], 0, ack), () => shown([junk]));
      if (!line.isOver) continue;
      await line.close();
      line = await connect();
    }
    await line.close();
  };
  await Promise.all(Array.from({ length: LINES }, attack));
}

describe(`hostile frames (${again})`, () => {
  it.each([
    ['WebSocket', WebSocketLine],
    ['polling', PollingLine],
  ])('BI-30: 50,000 over %s are answered, refused by their codes or end their own connection', async (_, Kind) => {
    const server = await startTestServer();
    const { innocent, check } = await besideInnocent(server);
    await bombard(() => Kind.connect(server.port), new FuzzFrames(seed, innocent));
    await check();
  });

  it('BI-31: whatever is shown at the door, it is let in as itself or refused by a code', async () => {
    const server = await startTestServer();
    const { innocent, check } = await besideInnocent(server);
    const frames = new FuzzFrames(seed, innocent);
    for (let tries = frameCount / 250; tries > 0; tries -= 1) {
      const auth = frames.auth();
      const line = await mustEnd(WebSocketLine.connect(server.port, auth), () => auth);
      const ack = frames.ack();
      if (line.isIn) await mustEnd(line.exchange([`42${ack}["page.leave",{"page":"fuzz"}]`], 0, ack), () => auth);
      await line.close();
    }
    await check();
  });

  it('BI-32: bytes that no WebSocket sends end that connection', async () => {
    const server = await startTestServer();
    const { innocent, check } = await besideInnocent(server);
    const frames = new FuzzFrames(seed, innocent);
    const { random } = frames;
    for (let tries = frameCount / 250; tries > 0; tries -= 1) {
      const line = await WebSocketLine.connect(server.port);
      const bytes = webSocketFrame(Buffer.from(frames.command()), random.once(3) ? random.below(256) : 0x81);
      for (let times = random.below(4); times >= 0; times -= 1) {
        bytes[random.below(random.once(2) ? 8 : bytes.length)] = random.below(256);
      }
      await mustEnd(line.end(bytes), () => bytes.toString('hex'));
    }
    await check();
  });
});
