import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The sources, as they ship: nothing compiles them. */
const FOLDER = new URL('../../../src/stores/redis/scripts/', import.meta.url);

/** A script, and whether it only reads. */
export interface Script {
  readonly name: string;
  readonly source: string;
  readonly sha: string;
  readonly isRead: boolean;
}

/** A script with the parts that it names in lines of `-- include: page, comment`, each once, before it. */
function load(name: string, isRead: boolean): Script {
  const read = (file: string) => readFileSync(new URL(`${file}.lua`, FOLDER), 'utf8');
  const text = read(name);
  const parts = /^-- include: (.+)$/m.exec(text)?.[1]?.split(', ') ?? [];
  const source = [...parts.map((part) => read(`part-${part}`)), text].join('\n');
  return { name, source, sha: hash('sha1', source), isRead };
}

const WRITES = [
  'adopt',
  'change',
  'claim',
  'epoch',
  'erase-begin',
  'erase-end',
  'erase-page',
  'flag',
  'load-comments',
  'load-index',
  'load-marks',
  'load-page',
  'member',
  'merge-page',
  'name',
  'post',
  'react',
  'release',
  'site',
  'sweep',
  'take',
  'vote',
] as const;
const READS = ['changes', 'held-by', 'list', 'order', 'own', 'published', 'visitor'] as const;

export type ScriptName = (typeof WRITES)[number] | (typeof READS)[number];

/** Every script, by its name. */
export const SCRIPTS = Object.fromEntries([
  ...WRITES.map((name) => [name, load(name, false)]),
  ...READS.map((name) => [name, load(name, true)]),
]) as Readonly<Record<ScriptName, Script>>;
