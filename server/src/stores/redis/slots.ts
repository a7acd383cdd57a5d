/** Slots of a cluster. */
export const SLOT_COUNT = 16_384;

/** The slot of a key, by what stands in its first braces, as Redis counts it. */
export function slotOf(key: string | Buffer): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key;
  const from = bytes.indexOf(0x7b);
  const to = from < 0 ? -1 : bytes.indexOf(0x7d, from + 1);
  const tag = to > from + 1 ? bytes.subarray(from + 1, to) : bytes;
  let crc = 0;
  for (const byte of tag) crc = ((crc << 8) ^ TABLE[(crc >> 8) ^ byte]!) & 0xffff;
  return crc % SLOT_COUNT;
}

/** CRC-16/XMODEM, byte by byte. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
});
