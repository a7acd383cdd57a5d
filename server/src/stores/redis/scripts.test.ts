import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCRIPTS } from './scripts.js';

describe('the scripts', () => {
  it('RD-23: each has a header that says its keys, arguments and returns, and why it must be atomic', () => {
    for (const { name, source } of Object.values(SCRIPTS)) {
      const own = source.slice(source.lastIndexOf('\n-- KEYS') < 0 ? 0 : source.lastIndexOf('\n-- KEYS'));
      for (const part of ['KEYS', 'Returns', 'Atomic: ']) expect(own, `${part} of ${name}`).toContain(`-- ${part}`);
    }
  });

  it('RD-24: every file is a script, or a part of one', () => {
    const files = readdirSync(new URL('../../../src/stores/redis/scripts/', import.meta.url));
    // Those of presence are called by name.
    const names = files.filter((file) => !/^(part|presence)-/.test(file)).map((file) => file.replace('.lua', ''));
    expect(names.sort()).toEqual(Object.keys(SCRIPTS).sort());
  });

  // What runs beside an older server is another script: a change here is meant.
  it('RD-25: each is the one that was looked at last', () => {
    expect(Object.fromEntries(Object.values(SCRIPTS).map(({ name, sha }) => [name, sha]))).toEqual({
      change: '9f4bb556127913200b2522fce985f2a93d3064e9',
      changes: '3ed57de71f52c02d6bdd553a23243b35cd57b89c',
      claim: '0d339fe097a3ba49a4dc9dda97117bee64fe1e61',
      epoch: '5d1f020e075b1febb03be26ff038448efe020382',
      'erase-begin': 'e022fb25fe18bd79080facf4febe3d502613d57c',
      'erase-end': '3c87d718841cc2553cc26e502ee0738c0785dfb4',
      'erase-page': 'e600aac04420e2a2e360bdbcd6004b3be6aaaf09',
      flag: 'fa701ce379397c0334abe67496545ae43fda0aae',
      'held-by': '5d547ff3d180f04c1d5f1d8ba9b5de6181475278',
      list: '61c1cf4e16344ebe66aa5dafd336a0739129ccbb',
      name: '46ee36ff215866db7136c56d6e27112599ed541d',
      own: 'e61c7593181160660d9522a65e5bbb38321ed73e',
      post: '7de0d9e09f8372101b7380a87f940410c53fbd49',
      published: '211b85ec1bb8eabc2d0b527a9802681fc3a0975c',
      react: '84ae546229f2dcadbf268241447f007e8af31e78',
      sweep: '39505168cd295627131a13b16fb21e540a879be3',
      take: '7e45dc1ce51424fa517749bc9e5191399419a9b2',
      visitor: 'a0cca42b7d2ebd3807e27c7fe79d3f027085f8a5',
      vote: 'e546dfd7ba848c497ee239e9917c27f70e3665e5',
    });
  });
});
