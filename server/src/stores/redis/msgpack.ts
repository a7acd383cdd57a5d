/** Reads what `cmsgpack` packs of arrays, strings, numbers and `false`, and packs it: a comment is so in half the bytes of JSON. */

export type Packed = Buffer | number | boolean | null | Packed[];

/** The one value in these bytes; throws a RangeError where they are cut off. */
export function unpack(bytes: Buffer): Packed {
  return new Reader(bytes).read();
}

/** In forms that are longer than they must be: `cmsgpack` packs it anew. */
export function pack(value: Packed): Buffer {
  if (value === null || typeof value === 'boolean') return Buffer.from([value === null ? 0xc0 : value ? 0xc3 : 0xc2]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9, 0xcb);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  const isText = Buffer.isBuffer(value);
  const head = Buffer.alloc(isText ? 5 : 3, isText ? 0xdb : 0xdc);
  head.writeUIntBE(value.length, 1, head.length - 1);
  return Buffer.concat(isText ? [head, value] : [head, ...value.map(pack)]);
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): Packed {
    const type = this.#uint(1);
    if (type < 0x80) return type;
    if (type < 0x90) throw new RangeError('a map is not expected');
    if (type < 0xa0) return this.#array(type & 0x0f);
    if (type < 0xc0) return this.#take(type & 0x1f);
    if (type >= 0xe0) return type - 0x100;
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return type === 0xc3;
      case 0xcb:
        return this.#take(8).readDoubleBE();
      case 0xca:
        return this.#take(4).readFloatBE();
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#uint(1 << (type - 0xcc));
      case 0xcf:
        return Number(this.#take(8).readBigUInt64BE());
      case 0xd0:
        return this.#take(1).readInt8();
      case 0xd1:
        return this.#take(2).readInt16BE();
      case 0xd2:
        return this.#take(4).readInt32BE();
      case 0xd3:
        return Number(this.#take(8).readBigInt64BE());
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#take(this.#uint(1 << (type - 0xd9)));
      case 0xdc:
        return this.#array(this.#uint(2));
      default:
        throw new RangeError(`type ${type} is not expected`);
    }
  }

  #array(length: number): Packed[] {
    return Array.from({ length }, () => this.read());
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, (this.#at += length));
    if (taken.length < length) throw new RangeError('it is cut off');
    return taken;
  }

  #uint(length: number): number {
    return this.#take(length).readUIntBE(0, length);
  }
}
