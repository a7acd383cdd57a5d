import { assert } from '@open-wc/testing';
import { Keep } from './keep.js';

let count = 0;
const databases = async (name: string) => (await indexedDB.databases()).filter((one) => one.name === name).length;

/** Lets `run` find no IndexedDB, or one that throws. */
async function withIndexedDb(value: unknown, run: () => Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB')!;
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value });
  try {
    await run();
  } finally {
    Object.defineProperty(globalThis, 'indexedDB', before);
  }
}

describe('what is kept in the browser', () => {
  let name: string;
  beforeEach(() => void (name = `huzzah:keep-test:${Date.now()}-${(count += 1)}`));
  afterEach(() => new Keep(name).clear());

  it('KE-1: reading, and forgetting what is not there, makes no database', async () => {
    const keep = new Keep(name);
    assert.deepEqual(await keep.read(''), []);
    await keep.write({ a: undefined });
    assert.equal(await databases(name), 0);
    await keep.write({ a: 1 });
    assert.equal(await databases(name), 1);
  });

  it('KE-1: nor where the browser does not say which there are', async () => {
    const factory = indexedDB;
    const mute = {
      open: (...named: [string]) => factory.open(...named),
      deleteDatabase: (...named: [string]) => factory.deleteDatabase(...named),
    };
    await withIndexedDb(mute, async () => {
      const keep = new Keep(name);
      assert.deepEqual(await keep.read(''), []);
      await keep.write({ a: 1 });
      assert.deepEqual(await new Keep(name).read(''), [1]);
      await keep.clear();
      assert.deepEqual(await new Keep(name).read(''), []);
    });
    assert.equal(await databases(name), 0);
  });

  it('KE-2: what is written in one step is read by all tabs, by the beginning of its key, in order', async () => {
    const [one, other] = [new Keep(name), new Keep(name)];
    await one.write({ 'post\nb': 2, 'post\na': 1, 'draft\na': 'text' });
    assert.deepEqual(await other.read('post\n'), [1, 2]);
    await other.write({ 'post\nb': undefined, 'draft\na': 'other' });
    assert.deepEqual(await one.read('post\n'), [1]);
    assert.deepEqual(await one.read('draft\n'), ['other']);
  });

  it('KE-2: a read that is asked for after a write sees it, the first one too', async () => {
    const keep = new Keep(name);
    void keep.read('');
    void keep.write({ a: 1 });
    void keep.write({ b: 2 });
    assert.deepEqual(await keep.read(''), [1, 2]);
    assert.deepEqual(await new Keep(name).read(''), [1, 2]);
  });

  it('KE-3: where there is no IndexedDB, or it is blocked, it is kept as long as the tab', async () => {
    const blocked = {
      databases: () => Promise.reject(new DOMException('blocked', 'SecurityError')),
      open() {
        throw new DOMException('blocked', 'SecurityError');
      },
      deleteDatabase() {
        throw new DOMException('blocked', 'SecurityError');
      },
    };
    for (const value of [undefined, blocked]) {
      await withIndexedDb(value, async () => {
        const keep = new Keep(name);
        await keep.write({ 'post\na': 1, 'post\nb': 2 });
        await keep.write({ 'post\nb': undefined });
        assert.deepEqual(await keep.read('post\n'), [1]);
        await keep.clear();
        assert.deepEqual(await keep.read('post\n'), []);
      });
    }
  });

  it('KE-4: cleared, the database is gone, also where another tab has it open, which goes on', async () => {
    const [one, other] = [new Keep(name), new Keep(name)];
    await one.write({ a: 1 });
    await other.read('');
    await one.clear();
    assert.equal(await databases(name), 0);
    assert.deepEqual(await other.read(''), []);
    await other.write({ b: 2 });
    assert.deepEqual(await one.read(''), [2]);
  });
});
