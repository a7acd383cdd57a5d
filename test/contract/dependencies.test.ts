import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from '../helpers/sources.js';

/** What is asked of the outside, or rests on a fact: the lowest version that will do, and why. */
const FLOORS: Record<string, [floor: string, why: string]> = {
  ws: ['8.21.0', 'CVE-2026-48779: a peer fills the memory'],
  'engine.io': ['6.6.9', 'CVE-2026-59725: a binary POST keeps its connection for ever; and ws 8.21'],
  'socket.io': ['4.8.0', 'CVE-2024-38355: an event named error ends the process'],
  'socket.io-parser': ['4.2.6', 'CVE-2026-33151: attachments without a bound'],
  'socket.io-adapter': ['2.5.8', 'brings ws 8.21'],
  cookie: ['0.7.0', 'CVE-2024-47764: names of cookies out of bounds'],
  fastify: ['5.3.2', 'CVE-2025-32442: a content type that goes around its checks'],
  'find-my-way': ['9.0.1', 'CVE-2024-45813: an address that takes seconds to route'],
  'secure-json-parse': ['4.0.0', '__proto__ and constructor in a body are refused'],
  '@fastify/static': ['8.0.0', 'the first for fastify 5'],
  '@fastify/helmet': ['13.0.0', 'the first for fastify 5 with Trusted Types'],
  ioredis: ['6.0.0', 'sharded publish and subscribe, which the bus of many nodes rests on'],
  jose: ['6.0.0', 'no algorithm but those asked for, and nothing is decompressed: CVE-2024-28176'],
  zod: ['4.0.0', 'strict objects drop nothing in silence, __proto__ neither'],
  lit: ['3.0.0', 'under Trusted Types, and nothing of a text is markup'],
};

/** Of these no other copy may be beside the one that speaks to the outside; tools for tests have their own. */
const TOOLS = /^node_modules\/(@web|@open-wc|puppeteer-core|vite|vitest)\//;

interface Lock {
  packages: Record<string, { version?: string; dependencies?: Record<string, string> }>;
}

const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as unknown;
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Whether a version is that one, or a later one. */
function isAtLeast(version: string, floor: string): boolean {
  const [own, lowest] = [version, floor].map((text) => text.split(/[.-]/).map(Number)) as [number[], number[]];
  const at = lowest.findIndex((part, index) => own[index] !== part);
  return at < 0 || own[at]! > lowest[at]!;
}

describe('what it stands on', () => {
  const { packages } = read('package-lock.json') as Lock;
  const copies = Object.entries(packages).filter(([path]) => path.includes('node_modules/') && !TOOLS.test(path));

  it.each(Object.entries(FLOORS))('DP-1: every copy of %s is past the holes that are known', (name, [floor, why]) => {
    const own = copies.filter(([path]) => nameOf(path) === name);
    expect(own.length, `${name} is not there any more; take it out of the table`).toBeGreaterThan(0);
    for (const [path, { version }] of own) {
      const installed = (read(`${path}/package.json`) as { version: string }).version;
      for (const one of [version!, installed]) expect(isAtLeast(one, floor), `${path} ${one}: ${why}`).toBe(true);
    }
  });

  it('DP-2: what is published asks for one version of each, not below its floor', () => {
    const manifests = projectFiles().filter((path) => /^(packages\/[\w-]+|server)\/package\.json$/.test(path));
    expect(manifests.length).toBe(4);
    for (const path of manifests) {
      const { dependencies = {} } = read(path) as { dependencies?: Record<string, string> };
      for (const [name, range] of Object.entries(dependencies)) {
        expect(range, `${path}: ${name}`).toMatch(/^\d+\.\d+\.\d+$/);
        expect(isAtLeast(range, FLOORS[name]?.[0] ?? '0'), `${path}: ${name} ${range}`).toBe(true);
      }
    }
  });

  it('DP-3: versions are compared by their numbers', () => {
    const rising = ['4.2.6', '4.2.10', '4.10.0', '8.21.0', '10.0.0'];
    for (const [at, version] of rising.entries()) {
      expect(rising.map((floor) => isAtLeast(version, floor))).toEqual(rising.map((_, index) => index <= at));
    }
  });
});
