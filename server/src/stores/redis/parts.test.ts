import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../core/ports.js';
import { unpack } from './msgpack.js';
import { SharedReads } from './shared-reads.js';
import { packId, packVisitor, unpackId, unpackVisitor } from './short-ids.js';
import { slotOf } from './slots.js';
import { hasRedis, startRedis } from './scratch.test.util.js';

describe('parts of the Redis store', () => {
  it('RD-26: ids are as short as they can be, and come back as they were', () => {
    fc.assert(fc.property(fc.uuid(), (id) => void expect(unpackId(packId(id))).toBe(id)));
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        (id) => void expect(unpackVisitor(packVisitor(id))).toBe(id),
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const id = Buffer.from(bytes).toString('base64url');
        expect(packVisitor(id)).toHaveLength(16);
        expect(unpackVisitor(packVisitor(id))).toBe(id);
      }),
    );
  });

  it('RD-27: a slot is counted as Redis counts it', () => {
    expect(slotOf('123456789')).toBe(12_739);
    expect([slotOf('h:{a}:b'), slotOf('h:{}a'), slotOf('h:{a')]).toEqual([
      15_495,
      slotOf(Buffer.from('h:{}a')),
      slotOf('h:{a'),
    ]);
  });

  it('RD-28: what Lua packs is unpacked as it was', async () => {
    if (!hasRedis('RD-28')) return;
    const server = await startRedis();
    const pack = async (lua: string) => {
      const script = `local hex = string.gsub(cmsgpack.pack(${lua}), '.', function(c) return string.format('%02x', string.byte(c)) end) return hex`;
      return unpack(Buffer.from(await server.ask('eval', script, '0'), 'hex'));
    };
    const numbers = [
      0, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, 1_795_523_655_072, 1_795_523_655_072.001,
      0.5,
    ];
    for (const number of [...numbers, ...numbers.map((positive) => -positive)]) {
      expect(await pack(`${number}`)).toBe(number === 0 ? 0 : number);
    }
    for (const length of [0, 31, 32, 255, 256, 70_000]) {
      expect(await pack(`string.rep('x', ${length})`)).toEqual(Buffer.from('x'.repeat(length)));
    }
    expect(await pack("{ false, true, 'a', { 1, 2 } }")).toEqual([false, true, Buffer.from('a'), [1, 2]]);
    const many = Array.from({ length: 20 }, (_, index) => index);
    expect(await pack(`{ ${many.join(', ')} }`)).toEqual(many);
    expect(() => unpack(Buffer.from([0xd9, 5, 1]))).toThrow(RangeError);
  });

  it('RD-29: two thousand who ask for the same cost a read a round trip, and see what was written before they asked', async () => {
    let stored = 0;
    let reads = 0;
    const shared = new SharedReads(() => false, 100);
    const ask = async () => {
      reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
      const seen = stored;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return seen;
    };
    const crowd = Array.from({ length: 2_000 }, async (_, index) => {
      if (index >= 1_000) await new Promise((resolve) => setTimeout(resolve, index % 5));
      const before = (stored += 1);
      expect(await shared.read('page', ask)).toBeGreaterThanOrEqual(before);
    });
    await Promise.all(crowd);
    expect(reads).toBeLessThan(50);
  });

  it('RD-30: what was read last stands where the store cannot be reached, and a fault is kept by nobody', async () => {
    let isDown = false;
    let answer: () => Promise<number> = async () => 1;
    const shared = new SharedReads(() => isDown, 10);
    const read = (key = 'page') => shared.read(key, () => answer());
    expect(await read()).toBe(1);
    answer = () => Promise.reject(new StoreError('store_unavailable', 'gone'));
    expect(await read()).toBe(1);
    await expect(read('another')).rejects.toThrow('gone');
    isDown = true;
    answer = () => new Promise(() => undefined);
    expect(await read()).toBe(1);
    isDown = false;
    answer = async () => 2;
    expect(await new SharedReads(() => isDown, 10).read('page', answer)).toBe(2);
  });
});
