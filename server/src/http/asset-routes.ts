import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const YEAR_MS = 31_536_000_000;
/** What the build of the embed says of each of its files. */
interface EmbedManifest {
  readonly files: Readonly<Record<string, { readonly isImmutable: boolean }>>;
}

interface AssetOptions {
  /** Where the embed was built to. */
  readonly embed: string;
  /** A folder of HTML pages to serve beside it. */
  readonly pages: string | null;
}

/**
 * `/embed.js` and its chunks, for any origin; and the pages that this server shows itself. Resolves
 * with the paths of the first.
 */
export async function assetRoutes(app: FastifyInstance, { embed, pages }: AssetOptions): Promise<Set<string>> {
  await app.register(fastifyStatic, { root: embed, serve: false, preCompressed: true });
  const { files } = JSON.parse(readFileSync(join(embed, 'manifest.json'), 'utf8')) as EmbedManifest;
  for (const [name, { isImmutable }] of Object.entries(files)) {
    const caching = { maxAge: isImmutable ? YEAR_MS : 0, immutable: isImmutable };
    app.get(`/${name}`, (_request, reply) => {
      void reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
      return reply.sendFile(name, caching);
    });
  }
  for (const { path, folder, file } of pages === null ? [] : filesOf(pages)) {
    app.get(path, (_request, reply) => reply.sendFile(file, folder, { maxAge: 0 }));
  }
  return new Set(Object.keys(files).map((name) => `/${name}`));
}

/** Every file of the folder with the path it is shown at: `/ko/index.html` at `/ko`. */
function filesOf(root: string): { path: string; folder: string; file: string }[] {
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const inside = join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/');
    const path = inside.replace(/\/index\.html$/, '') || '/';
    return { path, folder: entry.parentPath, file: entry.name };
  });
}
