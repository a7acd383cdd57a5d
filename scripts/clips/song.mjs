import { band, RATE } from './band.mjs';
import { base64, chunkAsBase64 } from './base64.mjs';

/** A clip’s sound as Opus: each song is made equally loud, and its last half second fades. */
export async function song({ score, bpm }, length) {
  const b = band(length, bpm);
  score(b);
  const buffer = await b.audio.startRendering();
  const channels = [buffer.getChannelData(0), buffer.getChannelData(1)];
  const peak = channels.reduce((top, data) => data.reduce((a, x) => Math.max(a, Math.abs(x)), top), 0);
  const total = buffer.length;
  const chunks = [];
  let head;
  const encoder = new AudioEncoder({
    output: (chunk, meta) => {
      head ??= meta?.decoderConfig?.description && base64(new Uint8Array(meta.decoderConfig.description));
      chunks.push({ at: chunk.timestamp / 1000, data: chunkAsBase64(chunk) });
    },
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({ codec: 'opus', sampleRate: RATE, numberOfChannels: 2, bitrate: 48_000 });
  const block = RATE / 10;
  for (let start = 0; start < total; start += block) {
    const count = Math.min(block, total - start);
    const data = new Float32Array(count * 2);
    channels.forEach((channel, n) => {
      for (let i = 0; i < count; i++) {
        const left = (total - start - i) / RATE;
        data[n * count + i] = (channel[start + i] / peak) * 0.6 * Math.min(1, left / 0.5);
      }
    });
    encoder.encode(
      new AudioData({
        format: 'f32-planar',
        sampleRate: RATE,
        numberOfFrames: count,
        numberOfChannels: 2,
        timestamp: (start / RATE) * 1e6,
        data,
      }),
    );
  }
  await encoder.flush();
  return { head, chunks };
}
