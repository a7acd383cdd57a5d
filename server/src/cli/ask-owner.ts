import { loadConfig, type Config } from '../config.js';
import { LiveSites } from '../core/live-sites.js';
import { askLocally } from '../local-socket.js';
import { answerOwner, type OwnerReply, type OwnerRequest } from '../owner-requests.js';
import type { SettingName } from '../settings.js';
import { SiteBook } from '../site-book.js';
import { SitesFile } from '../sites-file.js';
import { isMemory, openStoreAlone } from '../stores/open-store.js';

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
  return reply === undefined ? answerAlone(config, request) : (reply as OwnerReply);
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
