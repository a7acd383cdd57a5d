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
      adopt: '0b4994c8664134f35f739267e751126ef0d27c8b',
      change: '20c139d3c6d264d5841a0a8946d101b70eb96f0d',
      changes: '3ed57de71f52c02d6bdd553a23243b35cd57b89c',
      claim: '0d339fe097a3ba49a4dc9dda97117bee64fe1e61',
      epoch: '5d1f020e075b1febb03be26ff038448efe020382',
      'erase-begin': '0c54fa81092851e8cd091204edc4d0675b5bd30a',
      'erase-end': 'e1df5cf56e2da65c84b6cf169b82011d53eeed69',
      'erase-page': 'be1e06b1884a0a5552ea43428d6fb6ceba884711',
      flag: 'f5df68d1cd9299951ade57e08776df0d907b8e8e',
      'held-by': '5d547ff3d180f04c1d5f1d8ba9b5de6181475278',
      list: '61c1cf4e16344ebe66aa5dafd336a0739129ccbb',
      'load-comments': '49c3058cbe98922da02598993b2ce1f3ea8401d1',
      'load-index': '23720711160b963aa05cf08f8235f79c160bd448',
      'load-marks': '03e8127324a4de24cd76f39c37c21ab39d3e3f2d',
      'load-page': '603a6edce0c5c95a2298b13c1ae62efbb5e84a56',
      member: '8b44af3c0fed398dbd989fcc7ba4e3d182698937',
      'merge-page': 'cf11c0ac729484db838d4a0f58fef3222b253675',
      name: '46ee36ff215866db7136c56d6e27112599ed541d',
      order: '0d8fd4f4982b68205b6dd0a0a9e01640b40c95c6',
      own: 'e61c7593181160660d9522a65e5bbb38321ed73e',
      post: '087298b1b6b51b104398448e7c33a5f3e1a0c7f8',
      published: '211b85ec1bb8eabc2d0b527a9802681fc3a0975c',
      react: '0598c060c5531ebdf94bf38e6b695698d8b979ed',
      release: '658371388e8052d5594080c60505a7f1d059df01',
      site: 'd39ea3c31af9989aa836a8118fb3a573dbc74c2d',
      sweep: '39505168cd295627131a13b16fb21e540a879be3',
      take: '5daa04f5d7ed68ad3b51a0fd585dc1d107f16911',
      visitor: 'e011185fd531b11a2759123ed21b950a1520942d',
      vote: 'df16d5abbc178da08dfc3c3fab24cee931e56c1e',
    });
  });
});
