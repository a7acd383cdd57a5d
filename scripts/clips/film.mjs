import { chunkAsBase64 } from './base64.mjs';
import { H, W } from './grid.mjs';

export const SIZE = { width: 768, height: 432 };
const FPS = 25;

/** A clip’s pictures as VP9, frame by frame: a slow machine gives the same film as a fast one. */
export async function film({ draw, beats, bitrate, hold = 1 }, length) {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext('2d', { alpha: false });
  context.scale(SIZE.width / W, SIZE.height / H);
  const frames = Math.round(length * FPS);
  const chunks = [];
  const encoder = new VideoEncoder({
    output: (chunk) =>
      chunks.push({ key: chunk.type === 'key', at: chunk.timestamp / 1000, data: chunkAsBase64(chunk) }),
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({ codec: 'vp09.00.31.08', ...SIZE, framerate: FPS, bitrate, latencyMode: 'quality' });
  for (let i = 0; i < frames; i++) {
    const t = (i - (i % hold)) / frames;
    draw(context, t, t * beats);
    const frame = new VideoFrame(canvas, { timestamp: (i * 1e6) / FPS, duration: 1e6 / FPS });
    encoder.encode(frame, { keyFrame: i % (FPS * 4) === 0 });
    frame.close();
    while (encoder.encodeQueueSize > 8) await new Promise((done) => setTimeout(done, 5));
  }
  await encoder.flush();
  return chunks;
}
