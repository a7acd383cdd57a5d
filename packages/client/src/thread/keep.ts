const STORE = 'kept';
/** Some browsers now and then never answer; nobody's comment waits for that. */
const OPEN_WAIT_MS = 1_000;

/**
 * What outlives the tab: values by key, in one IndexedDB of this server and site. Where that is
 * missing, blocked or full everything still works, and is forgotten with the tab. Reading makes
 * no database.
 */
export class Keep {
  readonly #name: string;
  /** What could not be stored. */
  readonly #memory = new Map<string, unknown>();
  /** `null` while there is none; each who needs it comes after those before him. */
  #database: Promise<IDBDatabase | null> = Promise.resolve(null);

  constructor(name: string) {
    this.#name = name;
  }

  /** All values whose keys begin so, in the order of their keys. */
  async read<Value>(prefix: string): Promise<Value[]> {
    const range = () => IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const stored = await this.#run('readonly', false, (store) => store.getAll(range()) as IDBRequest<Value[]>);
    const inMemory = Array.from(this.#memory).filter(([key]) => key.startsWith(prefix));
    return [...(stored ?? []), ...inMemory.map(([, value]) => value as Value)];
  }

  /** Sets all of these in one step; `undefined` removes. Never rejects. */
  async write(values: Readonly<Record<string, unknown>>): Promise<void> {
    const entries = Object.entries(values);
    const isMaking = entries.some(([, value]) => value !== undefined);
    const stored = await this.#run('readwrite', isMaking, (store) => {
      for (const [key, value] of entries) {
        if (value === undefined) store.delete(key);
        else store.put(value, key);
      }
      return store.count();
    });
    for (const [key, value] of entries) {
      if (stored === undefined && value !== undefined) this.#memory.set(key, value);
      else this.#memory.delete(key);
    }
  }

  /** Removes all, and the database. */
  async clear(): Promise<void> {
    this.#memory.clear();
    (await this.#database)?.close();
    this.#database = Promise.resolve(null);
    await new Promise<unknown>((resolve) => {
      const request = indexedDB.deleteDatabase(this.#name);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    }).catch(() => {});
  }

  /** The result once it is stored, or `undefined`. */
  async #run<Result>(
    mode: IDBTransactionMode,
    isMaking: boolean,
    ask: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result | undefined> {
    this.#database = this.#database.then((known) => known ?? this.#open(isMaking).catch(() => null));
    const database = await this.#database;
    if (database === null) return undefined;
    return new Promise((resolve) => {
      try {
        const transaction = database.transaction(STORE, mode);
        const request = ask(transaction.objectStore(STORE));
        // A tab that goes takes with it what is not committed.
        transaction.commit();
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => resolve(undefined);
      } catch {
        resolve(undefined);
      }
    });
  }

  async #open(isMaking: boolean): Promise<IDBDatabase | null> {
    const known = isMaking ? undefined : await indexedDB.databases?.();
    if (known && !known.some(({ name }) => name === this.#name)) return null;
    return new Promise((resolve, reject) => {
      setTimeout(resolve, OPEN_WAIT_MS, null);
      const request = indexedDB.open(this.#name);
      request.onupgradeneeded = () => {
        // Firefox before 126 lists none: what is not there is not made by reading.
        if (isMaking) request.result.createObjectStore(STORE);
        else request.transaction!.abort();
      };
      request.onerror = () => reject(request.error!);
      request.onsuccess = () => {
        const database = request.result;
        database.onversionchange = database.onclose = () => {
          database.close();
          this.#database = Promise.resolve(null);
        };
        resolve(database);
      };
    });
  }
}
