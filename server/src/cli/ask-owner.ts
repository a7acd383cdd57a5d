import { existsSync } from 'node:fs';
import { loadConfig, type Config } from '../config.js';
import { LiveSites } from '../core/live-sites.js';
import { askLocally } from '../local-socket.js';
import { answerOwner, type OwnerReply, type OwnerRequest } from '../owner-requests.js';
import type { SettingName } from '../settings.js';
import { SiteBook } from '../site-book.js';
import { SitesFile } from '../sites-file.js';
import { isFile, isMemory, openStoreAlone, type StorePlan } from '../stores/open-store.js';

export type Flags = Partial<Record<SettingName, string>>;

export function configOf(flags: Flags): Config {
  return loadConfig({ flags, env: process.env, folder: process.cwd() });
}

/** Puts a request to the server that runs on this store; where none does, to the store itself. */
export async function askOwner(config: Config, request: OwnerRequest): Promise<OwnerReply> {
  const { socketPath, store } = config;
  if (isMemory(store)) {
    throw new Error('HUZZAH_STORE is sqlite::memory:, which only its server has; name the file that the server keeps');
  }
  // A store that many servers share is written to, and each of them looks.
  const reply = socketPath === null ? undefined : await askLocally(socketPath, request);
  if (reply !== undefined) return reply as OwnerReply;
  mustBeThere(store);
  return answerAlone(config, request);
}

/** Only a server begins a store: in a wrong folder none is made. */
function mustBeThere(store: StorePlan): void {
  if (!isFile(store) || existsSync(store.path)) return;
  throw new Error(
    `there is no store at ${store.path}; give the command in the folder where the server runs, or begin one here: huzzah serve`,
  );
}

async function answerAlone(config: Config, request: OwnerRequest): Promise<OwnerReply> {
  const store = await openStoreAlone(config.store);
  try {
    const book = await SiteBook.open({
      sites: new LiveSites(),
      store,
      file: new SitesFile(config.filePath, config.specs),
      further: config.furtherOrigins,
      furtherKeys: config.furtherKeys,
      keySources: config.keySources,
      warn: (text) => console.error(`huzzah: ${text}`),
    });
    const url = config.url ?? `http://localhost:${config.port}`;
    return await answerOwner(request, { book, store, url, isServing: false });
  } finally {
    await store.close();
  }
}
