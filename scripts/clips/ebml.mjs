/** EBML, the notation of Matroska: numbers in as few bytes as they need. */
export const uint = (value, width = 0) => {
  let hex = value.toString(16);
  hex = hex.padStart(Math.max(width * 2, hex.length + (hex.length % 2)), '0');
  return Buffer.from(hex, 'hex');
};

export const float = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
};

/** One element: its id, its size in eight bytes, its content. */
export const element = (id, ...content) => {
  const body = Buffer.concat(
    content.map((part) =>
      typeof part === 'string' ? Buffer.from(part) : typeof part === 'number' ? uint(part) : part,
    ),
  );
  const size = uint(body.length, 8);
  size[0] = 0x01;
  return Buffer.concat([uint(id), size, body]);
};
