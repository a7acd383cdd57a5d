import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sources.js';

/** What a guide has its reader do. */
export interface Guide {
  /** The files that it shows, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** The commands that it gives, in order. */
  readonly commands: readonly string[];
}

const BLOCK = /^```(\w+)(?: ([\w./-]+))?\n([\s\S]*?)^```$/gm;

/** Reads a guide: a block of code with a name is a file, one of `sh` is commands. */
export function readGuide(path: string): Guide {
  const files = new Map<string, string>();
  const commands: string[] = [];
  for (const [, language, name, text] of readFileSync(join(ROOT, path), 'utf8').matchAll(BLOCK)) {
    if (language === 'sh') commands.push(...text!.trim().split('\n'));
    else if (name === undefined) throw new Error(`${path} shows ${language} without saying in which file: ${text}`);
    else files.set(name, text!);
  }
  return { files, commands };
}
