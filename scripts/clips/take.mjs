import { RATE } from './band.mjs';
import { base64 } from './base64.mjs';
import { CLIPS } from './clips.mjs';
import { film, SIZE } from './film.mjs';
import { H, W } from './grid.mjs';
import { song } from './song.mjs';

const POSTER = { width: 640, height: 360 };

/** Runs in the browser: everything that one clip’s files are made of. */
export async function take(name) {
  const clip = CLIPS.find((each) => each.name === name);
  const length = (clip.beats * 60) / clip.bpm;
  return {
    ...SIZE,
    rate: RATE,
    length,
    poster: await posterOf(clip),
    video: await film(clip, length),
    audio: await song(clip, length),
  };
}

async function posterOf({ draw, poster, beats }) {
  const canvas = new OffscreenCanvas(POSTER.width, POSTER.height);
  const context = canvas.getContext('2d', { alpha: false });
  context.scale(POSTER.width / W, POSTER.height / H);
  draw(context, poster, poster * beats);
  const image = await canvas.convertToBlob({ type: 'image/webp', quality: 0.82 });
  return base64(new Uint8Array(await image.arrayBuffer()));
}
