import assert from 'node:assert/strict';
import type { Bus, BusListener } from '../core/ports.js';
import { eventually } from './eventually.js';
import type { SuiteRunner } from './store-case.js';

/** Where nodes meet. */
export interface BusPlace {
  /** A node's end of the bus. */
  open(listener: BusListener): Promise<Bus>;
  /** Loses, without a word, what the node that was opened last would hear from now on; returns what ends it once something was lost. */
  lose?(): () => Promise<void>;
  /** Cuts that node off, so that it finds out; returns what ends it. */
  cut?(): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

/** One end, with all that it has heard. */
interface End {
  readonly bus: Bus;
  readonly heard: [topic: string, message: string][];
  readonly missed: string[];
}

/** The laws of {@link Bus}. */
export function busSuite(
  name: string,
  { describe, it }: Pick<SuiteRunner, 'describe' | 'it'>,
  makePlace: () => Promise<BusPlace>,
): void {
  const law = (title: string, run: (place: BusPlace, open: () => Promise<End>) => Promise<void>) =>
    it(title, async () => {
      const place = await makePlace();
      const ends: End[] = [];
      const open = async () => {
        const heard: End['heard'] = [];
        const missed: string[] = [];
        const bus = await place.open({
          heard: (topic, message) => void heard.push([topic, message]),
          missed: (topic) => void missed.push(topic),
        });
        const end = { bus, heard, missed };
        ends.push(end);
        return end;
      };
      try {
        await run(place, open);
      } finally {
        for (const { bus } of ends) await bus.close();
        await place.remove();
      }
    });

  const listening = async (end: End, ...topics: string[]) => {
    for (const topic of topics) end.bus.subscribe(topic);
    await eventually(() => end.bus.isHearing && topics.every((topic) => end.missed.includes(topic)));
    end.missed.length = 0;
  };

  describe(`the bus: ${name}`, () => {
    law(
      'B-1: a message is heard by every other node that listens to its topic, in order, and not by its own',
      async (_place, open) => {
        const [a, b, c] = [await open(), await open(), await open()];
        await listening(a, 'one');
        await listening(b, 'one', 'two');
        await listening(c, 'two');
        for (let i = 0; i < 50; i += 1) assert.equal(await a.bus.publish('one', `${i}`), true);
        await b.bus.publish('two', 'é {"a": "b\n c"}');
        await eventually(() => b.heard.length === 50 && c.heard.length === 1);
        assert.deepEqual(
          b.heard,
          Array.from({ length: 50 }, (_, i) => ['one', `${i}`]),
        );
        assert.deepEqual(c.heard, [['two', 'é {"a": "b\n c"}']]);
        assert.deepEqual([a.heard, b.missed], [[], []]);
        b.bus.unsubscribe('one');
        b.bus.subscribe('two');
        await listening(b, 'three');
        await a.bus.publish('one', 'nobody');
        await a.bus.publish('three', 'last');
        await eventually(() => b.heard.length === 51);
        assert.deepEqual(b.heard.at(-1), ['three', 'last']);
      },
    );

    law('B-2: what is lost is noticed, the last message too', async (place, open) => {
      const [a, b] = [await open(), await open()];
      await listening(b, 'one');
      await a.bus.publish('one', 'first');
      await eventually(() => b.heard.length === 1);
      if (place.lose === undefined) return;
      const found = place.lose();
      await a.bus.publish('one', 'lost');
      await found();
      await a.bus.publish('one', 'second');
      await eventually(() => b.missed.length > 0 && b.heard.length === 2);
      b.missed.length = 0;
      const again = place.lose();
      await a.bus.publish('one', 'the last');
      await again();
      await eventually(() => b.missed.length > 0);
    });

    law(
      'B-3: one that cannot hear says so, heals by itself, and then says that it may have missed something',
      async (place, open) => {
        const [a, b] = [await open(), await open()];
        await listening(a, 'one');
        await listening(b, 'one');
        if (place.cut === undefined) return;
        const mend = await place.cut();
        await eventually(() => !b.bus.isHearing);
        await a.bus.publish('one', 'unheard');
        await mend();
        await eventually(() => b.bus.isHearing && b.missed.includes('one'));
        await eventually(async () => {
          await a.bus.publish('one', 'again');
          return b.heard.some(([, message]) => message === 'again');
        });
      },
    );
  });
}
