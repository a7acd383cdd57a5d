import { element, float, uint } from './ebml.mjs';

/** WebM: just enough of Matroska, with the duration and the index that MediaRecorder leaves out. */
export function webm(take) {
  const clusters = clustersOf(take);
  const start = Buffer.concat([info(take), tracks(take)]);
  const bodies = clusters.map(({ ms, blocks }) => element(0x1f43b675, element(0xe7, ms), ...blocks));
  const index = (offset) => cues(clusters, bodies, offset);
  const segment = element(0x18538067, start, index(start.length + index(0).length), ...bodies);
  return Buffer.concat([head(), segment]);
}

function head() {
  return element(
    0x1a45dfa3,
    element(0x4286, 1),
    element(0x42f7, 1),
    element(0x42f2, 4),
    element(0x42f3, 8),
    element(0x4282, 'webm'),
    element(0x4287, 4),
    element(0x4285, 2),
  );
}

function info({ length }) {
  return element(
    0x1549a966,
    element(0x2ad7b1, 1_000_000),
    element(0x4489, float(length * 1000)),
    element(0x4d80, 'record-clips'),
    element(0x5741, 'record-clips'),
  );
}

function tracks({ width, height, rate, audio }) {
  const opus = Buffer.from(audio.head, 'base64');
  const skip = Math.round((opus.readUInt16LE(10) / rate) * 1e9);
  const track = (number, codec, ...rest) =>
    element(
      0xae,
      element(0xd7, number),
      element(0x73c5, number),
      element(0x83, number),
      element(0x9c, 0),
      element(0x86, codec),
      ...rest,
    );
  return element(
    0x1654ae6b,
    track(1, 'V_VP9', element(0xe0, element(0xb0, width), element(0xba, height))),
    track(
      2,
      'A_OPUS',
      element(0x63a2, opus),
      element(0x56aa, skip),
      element(0x56bb, 80_000_000),
      element(0xe1, element(0xb5, float(rate)), element(0x9f, 2)),
    ),
  );
}

/** A cluster begins at each key frame, so that a player may begin there too. */
function clustersOf({ video, audio }) {
  const clusters = [];
  const frames = [
    ...video.map((frame) => ({ ...frame, track: 1 })),
    ...audio.chunks.map((frame) => ({ ...frame, track: 2 })),
  ].sort((a, b) => a.at - b.at || a.track - b.track);
  for (const frame of frames) {
    const ms = Math.round(frame.at);
    if (frame.track === 1 && frame.key) clusters.push({ ms, blocks: [] });
    const cluster = clusters.at(-1);
    const intro = Buffer.from([0x80 | frame.track, 0, 0, frame.track === 2 || frame.key ? 0x80 : 0]);
    intro.writeInt16BE(ms - cluster.ms, 1);
    cluster.blocks.push(element(0xa3, intro, Buffer.from(frame.data, 'base64')));
  }
  return clusters;
}

/** The index: where each cluster stands; its own length does not depend on the offset. */
function cues(clusters, bodies, offset) {
  let position = offset;
  return element(
    0x1c53bb6b,
    ...bodies.map((body, i) => {
      const point = element(
        0xbb,
        element(0xb3, uint(clusters[i].ms, 4)),
        element(0xb7, element(0xf7, 1), element(0xf1, uint(position, 4))),
      );
      position += body.length;
      return point;
    }),
  );
}
