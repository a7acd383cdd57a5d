import { randomUUID } from 'node:crypto';
import type { Bus, BusListener } from '../../core/ports.js';
import type { Ear } from './ear.js';

/** So long after the last message on a topic its number is said again, in ms: who has not heard it knows then. */
const ECHO_AFTER_MS = 1_000;
/** So long the number of the last message is kept, in ms. */
const KEPT_MS = 60_000;

interface Sent {
  number: number;
  at: number;
  isEchoed: boolean;
}

/**
 * The bus over Redis' publish and subscribe, where a message that nobody hears is gone. Each one
 * carries its number and that of the one before it on its topic, so that a loss is seen with the
 * next, or with the echo of the last: `node number before text`, the echo without text.
 */
export class RedisBus implements Bus {
  readonly #ear: Ear;
  readonly #listener: BusListener;
  readonly #node = randomUUID();
  readonly #sweeper: NodeJS.Timeout;
  readonly #sent = new Map<string, Sent>();
  /** By topic, the number of each node's last message. */
  readonly #heard = new Map<string, Map<string, number>>();
  #number = 0;

  constructor(ear: Ear, listener: BusListener) {
    this.#ear = ear;
    this.#listener = listener;
    this.#sweeper = setInterval(() => this.#sweep(), ECHO_AFTER_MS / 2).unref();
  }

  get isHearing(): boolean {
    return this.#ear.isHearing;
  }

  subscribe(topic: string): void {
    if (this.#heard.has(topic)) return;
    this.#heard.set(topic, new Map());
    this.#ear.subscribe(channelOf(topic), {
      heard: (message) => this.#hear(topic, message),
      ready: () => {
        this.#heard.get(topic)?.clear();
        this.#listener.missed(topic);
      },
    });
  }

  unsubscribe(topic: string): void {
    if (this.#heard.delete(topic)) this.#ear.unsubscribe(channelOf(topic));
  }

  async publish(topic: string, message: string): Promise<boolean> {
    const before = this.#sent.get(topic)?.number ?? 0;
    const number = (this.#number += 1);
    this.#sent.set(topic, { number, at: performance.now(), isEchoed: false });
    return this.#say(topic, number, before, message);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    for (const topic of [...this.#heard.keys()]) this.unsubscribe(topic);
  }

  #say(topic: string, number: number, before: number, text: string): Promise<boolean> {
    return this.#ear.publish(channelOf(topic), `${this.#node} ${number} ${before} ${text}`).then(
      () => true,
      () => false,
    );
  }

  #hear(topic: string, message: string): void {
    const heard = this.#heard.get(topic);
    const [, node, number, before, text] = /^(\S+) (\d+) (\d+) (.*)$/s.exec(message) ?? [];
    if (heard === undefined || node === undefined || node === this.#node) return;
    const last = heard.get(node);
    // One that comes late, from a master that stood still: it was missed already.
    if (last !== undefined && Number(number) <= last && text !== '') return;
    heard.set(node, Number(number));
    // One that is not remembered says 0: what it said long ago was echoed.
    if (last !== undefined && before !== '0' && Number(before) !== last) this.#listener.missed(topic);
    if (text !== '') this.#listener.heard(topic, text!);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [topic, sent] of this.#sent) {
      const waited = now - sent.at;
      if (waited > KEPT_MS) this.#sent.delete(topic);
      if (sent.isEchoed || waited < ECHO_AFTER_MS) continue;
      sent.isEchoed = true;
      void this.#say(topic, sent.number, sent.number, '').then((isSaid) => {
        if (!isSaid) sent.isEchoed = false;
      });
    }
  }
}

function channelOf(topic: string): string {
  return `h:bus:${topic}`;
}
