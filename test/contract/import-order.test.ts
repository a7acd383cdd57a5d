import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, sources } from '../helpers/sources.js';

/** For the browser: each may import what stands to its left. */
const BROWSER = ['protocol', 'client', 'widgets'];
/** For the server; those of one group do not know each other. */
const SERVER = [['core'], ['stores', 'pulse', 'transport'], ['http'], ['.'], ['cli', 'testing']];
/** Never in what a browser loads. */
const SERVER_ONLY =
  /^(node:|zod|(socket|engine)\.io|fastify|@fastify\/|ws$|pino|jose|prom-client|@huzzah\/server|@huzzah\/protocol\/schemas)/;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

/** Every import of the shipped sources under a folder. */
function importsOf(folder: string): Import[] {
  return sources(folder).flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return [
      ...text.matchAll(
        /^(?:import|export)\s(type\s)?(?:[^;'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gms,
      ),
    ].map(([, type, from, lazy]) => ({
      file,
      target: (from ?? lazy)!,
      isTypeOnly: type !== undefined,
    }));
  });
}

/** The files of one circle of imports, in their order; none where there is none. */
function circleIn(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) {
    if (!target.startsWith('.')) continue;
    const to = join(dirname(file), target.replace(/\.js$/, '.ts'));
    targets.set(file, [...(targets.get(file) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return way.slice(way.indexOf(file));
    if (done.has(file)) return [];
    for (const target of targets.get(file) ?? []) {
      const circle = visit(target, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of targets.keys()) {
    const circle = visit(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Where in the server a file stands: its folder under `src`, or `.`. */
function roomOf(file: string): string {
  const [room, ...rest] = relative('server/src', file).split('/');
  return rest.length > 0 ? room! : '.';
}

describe('the import order', () => {
  it.each(BROWSER)('AR-1: %s imports only packages to its left', (name) => {
    const imports = importsOf(`packages/${name}/src`);
    expect(imports.length).toBeGreaterThan(5);
    const right = BROWSER.slice(BROWSER.indexOf(name)).map((other) => `@huzzah/${other}`);
    expect(
      imports.filter(({ target }) => right.some((other) => target === other || target.startsWith(`${other}/`))),
    ).toEqual([]);
  });

  it.each(BROWSER)('AR-2: nothing of the server, and no zod, is loaded by %s', (name) => {
    const loaded = importsOf(`packages/${name}/src`).filter(
      ({ target, isTypeOnly, file }) =>
        !isTypeOnly && !file.endsWith('protocol/src/schemas.ts') && SERVER_ONLY.test(target),
    );
    expect(loaded).toEqual([]);
  });

  const folders = [...BROWSER.map((name) => `packages/${name}/src`), 'server/src'];
  it.each(folders)('AR-7: no files of %s import each other in a circle, for types neither', (folder) => {
    expect(circleIn(importsOf(folder))).toEqual([]);
  });

  it('AR-3: in the server a file imports only from its own room and from those to its left', () => {
    const imports = importsOf('server/src').filter(({ target }) => target.startsWith('.'));
    expect(imports.length).toBeGreaterThan(50);
    const rank = (room: string) => SERVER.findIndex((rooms) => rooms.includes(room));
    const wrong = imports.filter(({ file, target }) => {
      const from = roomOf(file);
      const to = roomOf(join(dirname(file), target));
      if (from === to || (to === '.' && ALLOWED_ANYWHERE.has(target.split('/').at(-1)!))) return false;
      return rank(to) < 0 || rank(to) >= rank(from);
    });
    expect(wrong).toEqual([]);
  });

  it('AR-4: the server imports of the browser’s packages only the protocol', () => {
    const wrong = importsOf('server/src').filter(
      ({ target }) => target.startsWith('@huzzah/') && !target.startsWith('@huzzah/protocol'),
    );
    expect(wrong).toEqual([]);
  });
});

/** Types that the routes name and the composition makes. */
const ALLOWED_ANYWHERE = new Set(['metrics.js']);
