import { Cluster } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { Shards } from './shards.js';
import { answered, type RedisClient } from './links.js';

/** Hears one channel. */
export interface ChannelListener {
  heard(message: string): void;
  /** From now on it is heard; what was published before may not have been. */
  ready(): void;
}

/** How often it speaks to itself, in ms: as long as it hears, and while it does not know. */
const BEAT_MS = 1_000;
const DOUBT_MS = 250;
/** So many beats unheard, one after the other, are no accident. */
const MOST_UNHEARD = 2;
/** So long, and so many beats, a new connection has to prove itself before another takes its place; in ms. */
const PROOF_MS = 3_000;
const PROOF_BEATS = 2;

interface Channel {
  readonly listener: ChannelListener;
  isAttached: boolean;
}

/**
 * Hears channels, sharded ones on a cluster, and knows whether it does: it speaks to itself, on every
 * shard, for that a connection has subscribed again after it was lost is promised by many and
 * kept by some. One that is deaf is given up for a new one.
 */
export class Ear {
  readonly #open: () => RedisClient;
  readonly #speaker: RedisClient;
  readonly #shards: Shards;
  readonly #channels = new Map<string, Channel>();
  readonly #isCluster: boolean;
  #client: RedisClient;
  #timer: NodeJS.Timeout | undefined;
  #isHearing = false;
  #isClosed = false;
  #unheard = 0;
  /** When the connection was begun, or lost, monotonic ms. */
  #begunAt = performance.now();
  #beat = 0;
  /** By channel, what it has said last, and what it has heard last. */
  #said = new Map<string, number>();
  readonly #heard = new Map<string, number>();

  /** @param open begins a connection that listens @param speaker says what is to be heard */
  constructor(open: () => RedisClient, speaker: RedisClient) {
    this.#open = open;
    this.#speaker = speaker;
    this.#isCluster = speaker instanceof Cluster;
    this.#shards = new Shards(speaker, `h:beat:${randomUUID()}`);
    this.#client = this.#begin();
    void this.#tick();
  }

  get isHearing(): boolean {
    return this.#isHearing;
  }

  subscribe(name: string, listener: ChannelListener): void {
    if (this.#channels.has(name)) return;
    const channel = { listener, isAttached: false };
    this.#channels.set(name, channel);
    this.#attach(name, channel);
  }

  unsubscribe(name: string): void {
    if (!this.#channels.delete(name)) return;
    const client = this.#client;
    const done = client instanceof Cluster ? client.sunsubscribe(name) : client.unsubscribe(name);
    done.catch(() => undefined);
  }

  /** Says it to all who hear the channel; rejects where that did not get away. */
  async publish(name: string, message: string): Promise<void> {
    await answered(this.#isCluster ? this.#speaker.spublish(name, message) : this.#speaker.publish(name, message));
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#client.disconnect();
  }

  #begin(): RedisClient {
    const client = this.#open();
    const lost = () => {
      if (client !== this.#client) return;
      if (this.#isHearing) this.#begunAt = performance.now();
      this.#isHearing = false;
    };
    for (const event of ['close', '-node', '-subscriber', '+subscriber']) client.on(event, lost);
    client.on(this.#isCluster ? 'smessage' : 'message', (name: string, message: string) => {
      if (client !== this.#client) return;
      const channel = this.#channels.get(name);
      if (channel !== undefined) channel.listener.heard(message);
      else if (this.#said.has(name)) this.#heard.set(name, Number(message));
    });
    return client;
  }

  #attach(name: string, channel: Channel): void {
    const client = this.#client;
    const isWanted = () => client === this.#client && this.#channels.get(name) === channel && !this.#isClosed;
    answered(client instanceof Cluster ? client.ssubscribe(name) : client.subscribe(name)).then(
      () => {
        if (!isWanted()) return;
        channel.isAttached = true;
        // Else it is called with all others, once it is known that they are heard.
        if (this.#isHearing) channel.listener.ready();
      },
      () => setTimeout(() => isWanted() && this.#attach(name, channel), DOUBT_MS).unref(),
    );
  }

  async #tick(): Promise<void> {
    this.#judge();
    const beat = (this.#beat += 1);
    try {
      const names = this.#shards.channels;
      for (const name of names) if (!this.#said.has(name)) await this.#listenToItself(name);
      const said = new Map(names.map((name) => [name, beat]));
      this.#said = said;
      await Promise.all(names.map((name) => this.publish(name, `${beat}`)));
    } catch {
      // What was not said is not heard.
      for (const name of this.#said.keys()) this.#said.set(name, beat);
    }
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#tick(), this.#isHearing ? BEAT_MS : DOUBT_MS).unref();
  }

  async #listenToItself(name: string): Promise<void> {
    const client = this.#client;
    await answered(client instanceof Cluster ? client.ssubscribe(name) : client.subscribe(name));
  }

  /** Looks whether what was said last was heard. */
  #judge(): void {
    const isHeard = this.#said.size > 0 && [...this.#said].every(([name, beat]) => this.#heard.get(name) === beat);
    if (isHeard) {
      this.#unheard = 0;
      if (this.#isHearing) return;
      this.#isHearing = true;
      for (const { isAttached, listener } of [...this.#channels.values()]) if (isAttached) listener.ready();
      return;
    }
    this.#unheard += 1;
    const isLate = this.#unheard >= PROOF_BEATS && performance.now() - this.#begunAt > PROOF_MS;
    if (this.#isHearing ? this.#unheard >= MOST_UNHEARD : isLate) this.#renew();
  }

  #renew(): void {
    this.#isHearing = false;
    this.#begunAt = performance.now();
    this.#unheard = 0;
    const old = this.#client;
    this.#client = this.#begin();
    old.disconnect();
    this.#said = new Map();
    this.#heard.clear();
    for (const [name, channel] of this.#channels) {
      channel.isAttached = false;
      this.#attach(name, channel);
    }
  }
}
