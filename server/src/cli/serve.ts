import { loadConfig, type Config } from '../config.js';
import { makeLogger } from '../log.js';
import { startServer } from '../server.js';
import { showPlan } from '../stores/open-store.js';
import type { SettingName } from '../settings.js';

/** Serves until SIGINT or SIGTERM; a second one ends it at once. */
export async function serve(flags: Partial<Record<SettingName, string>>): Promise<number> {
  const config = loadConfig({ flags, env: process.env, folder: process.cwd() });
  const server = await startServer(config, makeLogger(process.stderr));
  const told = new Promise<void>((resolve) => {
    const end = () => {
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve();
    };
    process.on('SIGINT', end).on('SIGTERM', end);
  });
  // Whoever reads this may end it from now on.
  console.log(welcome(config, server.url));
  await told;
  await server.drain();
  await server.close();
  return 0;
}

function welcome({ isLoopbackOpen, pages, store }: Config, url: string): string {
  const page = pages === null ? 'your own, with the tag below' : `${url}/   and in Korean ${url}/ko`;
  const who = isLoopbackOpen
    ? 'every page of this machine may use it; others: huzzah site allow default https://a.example'
    : 'the origins of its sites may use it';
  return [
    `Huzzah  is live: ${who}`,
    `  page  ${page}`,
    `  data  ${showPlan(store)}`,
    `  paste <script async src="${url}/embed.js"></script> <online-count></online-count> <like-bar></like-bar> <comment-box></comment-box>`,
    `  stop  Ctrl-C`,
  ].join('\n');
}
