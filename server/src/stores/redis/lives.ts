/** How often the lease is renewed, in ms. */
const RENEW_MS = 1_500;
/** How often it is tried where that failed, in ms. */
const RETRY_MS = 250;

/** Renews it; the nodes that live, or `null` where this one's lease has run out. */
type Renew = (isNew: boolean) => Promise<ReadonlySet<string> | null>;

/** Which nodes live: those with a lease. This one's is renewed in one command. */
export class Lives {
  readonly #renew: Renew;
  readonly #renewed: () => void;
  readonly #lost: () => void;
  #live: ReadonlySet<string> = new Set();
  /** Nodes that have lived: without a lease they have ended. */
  readonly #known = new Set<string>();
  /** Nodes that are named and were not seen to live, with the round when that was noticed: they may just have begun. */
  readonly #unknown = new Map<string, number>();
  #round = 0;
  #isNew = true;
  #isWell = true;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void>;

  /** @param lost is called where the lease has run out; from then on it is renewed as a new one */
  constructor(renew: Renew, renewed: () => void, lost: () => void) {
    this.#renew = renew;
    this.#renewed = renewed;
    this.#lost = lost;
    this.#underWay = this.#tick();
  }

  /** Whether the last renewal was done. */
  get isWell(): boolean {
    return this.#isWell;
  }

  hasEnded(node: string): boolean {
    if (this.#live.has(node)) return false;
    if (this.#known.has(node)) return true;
    const since = this.#unknown.get(node);
    if (since === undefined) this.#unknown.set(node, this.#round);
    return since !== undefined && since < this.#round;
  }

  /** From now on this node has another name; the old one has ended. */
  beginAnew(former: string): void {
    this.#known.add(former);
    this.#live = new Set([...this.#live].filter((node) => node !== former));
    this.#isNew = true;
    this.#underWay = this.#underWay.then(() => this.#tick());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#underWay;
  }

  async #tick(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    const isNew = this.#isNew;
    this.#isNew = false;
    try {
      const live = await this.#renew(isNew);
      this.#isWell = true;
      if (live === null) this.#lost();
      else this.#learn(live);
    } catch {
      this.#isWell = false;
      this.#isNew ||= isNew;
    }
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void (this.#underWay = this.#tick()), this.#isWell ? RENEW_MS : RETRY_MS).unref();
  }

  #learn(live: ReadonlySet<string>): void {
    this.#live = live;
    this.#round += 1;
    for (const node of live) {
      this.#known.add(node);
      this.#unknown.delete(node);
    }
    this.#renewed();
  }
}
