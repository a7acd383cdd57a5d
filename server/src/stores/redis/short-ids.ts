/** Ids as they are stored: in as few bytes as they have. */

/** A visitor's id as the server makes it: 16 bytes. */
const OWN = /^[\w-]{21}[AQgw]$/;
/** Before any other: longer than 16 bytes, so that no two are alike. */
const OTHER = 'another-visitor:';

export function packVisitor(visitorId: string): Buffer {
  return OWN.test(visitorId) ? Buffer.from(visitorId, 'base64url') : Buffer.from(OTHER + visitorId);
}

export function unpackVisitor(visitor: Buffer): string {
  return visitor.length === 16 ? visitor.toString('base64url') : visitor.toString().slice(OTHER.length);
}

/** A UUID, as its 16 bytes. */
export function packId(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function unpackId(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
