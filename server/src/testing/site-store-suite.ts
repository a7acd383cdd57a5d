import assert from 'node:assert/strict';
import type { SiteStore } from '../core/ports.js';
import type { SuiteRunner } from './store-case.js';

/** Where a driver under test keeps sites; empty at first. */
export interface SiteStorePlace {
  /** Opens the store that is here. Two are never open at once. */
  open(): Promise<SiteStore & { close(): Promise<void> }>;
  /** Whether what one store acknowledged is there for the next one that is opened here. */
  readonly isKept: boolean;
  /** Called at the end, with the store closed. */
  remove(): Promise<void>;
}

/** The laws of `SiteStore`, for any driver; as `storeSuite`. */
export function siteStoreSuite(
  name: string,
  { describe, it }: Pick<SuiteRunner, 'describe' | 'it'>,
  makePlace: () => Promise<SiteStorePlace>,
): void {
  const law = (title: string, run: (store: SiteStore, restart: () => Promise<SiteStore>) => Promise<void>) =>
    it(title, async () => {
      const place = await makePlace();
      let store = await place.open();
      try {
        await run(store, async () => {
          if (!place.isKept) return store;
          await store.close();
          return (store = await place.open());
        });
      } finally {
        await store.close();
        await place.remove();
      }
    });

  describe(`the laws of the store of sites: ${name}`, () => {
    law(
      'S-19: what is written is read whole, by id, also after a restart; what is taken away is gone',
      async (store, restart) => {
        assert.deepEqual(await store.readSites(), []);
        const specs = { shop: '{"lang":"ko"}', news: '{"prompt":"How “was” it?\\n"}', '0': '{}' };
        for (const [id, after] of Object.entries(specs)) {
          assert.equal(await store.writeSite({ id, before: null, after }), true);
        }
        const all = [
          { id: '0', spec: specs['0'] },
          { id: 'news', spec: specs.news },
          { id: 'shop', spec: specs.shop },
        ];
        assert.deepEqual(await store.readSites(), all);
        store = await restart();
        assert.deepEqual(await store.readSites(), all);
        assert.equal(await store.writeSite({ id: 'news', before: specs.news, after: null }), true);
        assert.deepEqual(await store.readSites(), [all[0], all[2]]);
        store = await restart();
        assert.deepEqual(await store.readSites(), [all[0], all[2]]);
      },
    );

    law('S-20: of many writes over one value one wins, and what was not read is not written over', async (store) => {
      const win = async (before: string | null) => {
        const writes = Array.from({ length: 20 }, (_, n) => ({
          id: 'news',
          before,
          after: `{"n":${n},"over":${before !== null}}`,
        }));
        const won = await Promise.all(writes.map((write) => store.writeSite(write)));
        assert.equal(won.filter(Boolean).length, 1);
        assert.deepEqual(await store.readSites(), [{ id: 'news', spec: writes[won.indexOf(true)]!.after }]);
        return writes[won.indexOf(true)]!.after;
      };
      const first = await win(null);
      await win(first);
      assert.equal(await store.writeSite({ id: 'news', before: first, after: null }), false);
      assert.equal(await store.writeSite({ id: 'other', before: first, after: first }), false);
      assert.equal((await store.readSites()).length, 1);
    });
  });
}
