import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from '../helpers/sources.js';

const RULE = /^- \*\*([A-Z]{1,3}-\d+)\*\* /gm;
const TITLE = /['"`]([A-Z]{1,3}-\d+): /g;

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the specification', () => {
  const rules = [...read('docs/spec.md').matchAll(RULE)].map(([, id]) => id!);
  const suites = projectFiles().filter((file) => /\.test\.ts$|testing\/.*suite\.ts$/.test(file));
  const tested = new Set(suites.flatMap((file) => [...read(file).matchAll(TITLE)].map(([, id]) => id!)));

  it('SP-1: every rule has a test', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.filter((id) => !tested.has(id))).toEqual([]);
  });

  it('SP-2: every test has a rule', () => {
    expect([...tested].filter((id) => !rules.includes(id))).toEqual([]);
  });

  it('SP-3: no rule stands twice', () => {
    expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([]);
  });

  it('SP-5: what is said of security names its rules, each of which stands', () => {
    const text = read('SECURITY.md');
    const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.split('|').length === 5);
    const named = rows.slice(2).map((row) => row.split('|')[3]!.trim().split(', '));
    expect(named.length).toBeGreaterThan(15);
    expect(named.flat().filter((id) => !rules.includes(id))).toEqual([]);
  });

  it('SP-4: every test is titled by its rule', () => {
    const untitled = suites.flatMap((file) => {
      const calls = [...read(file).matchAll(/^\s*it(?:\.each\([\s\S]*?\))?\(\s*([`'"][^\n]{0,40})/gm)];
      return calls
        .filter(([, title]) => !/^['"`][A-Z]{1,3}-\d+: /.test(title!))
        .map(([, title]) => `${file}: ${title}`);
    });
    expect(untitled).toEqual([]);
  });
});
