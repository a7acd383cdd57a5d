import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from '../helpers/sources.js';

const TEXT = /\.(ts|mjs|js|json|md|html|css|lua|py|yml|svg)$|^\.ci\/run$|^\.npmrc$/;

describe('the project', () => {
  it('AR-5: no source file is longer than 300 lines', () => {
    const long = projectFiles()
      .filter((file) => /\.(ts|mjs|js|css|lua)$/.test(file))
      .filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 301);
    expect(long).toEqual([]);
  });

  it('AR-6: no file leans on a folder beside the project, or names a registry host', () => {
    const needle = new RegExp(['\\.\\./' + 'shared', 'registry\\.' + 'npmjs', 'deb\\.' + 'debian\\.org'].join('|'));
    const files = projectFiles().filter((file) => TEXT.test(file));
    expect(files.filter((file) => needle.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});
