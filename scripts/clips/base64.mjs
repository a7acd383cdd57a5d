/** Bytes cross to Node as base64: the one form that `evaluate` carries cheaply. */
export const base64 = (bytes) => {
  let out = '';
  for (let i = 0; i < bytes.length; i += 0x8000) out += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(out);
};

/** The same for what an encoder puts out. */
export const chunkAsBase64 = (chunk) => {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  return base64(bytes);
};
