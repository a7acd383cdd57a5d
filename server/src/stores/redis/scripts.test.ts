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
      change: 'c7642be9aec5d2e3488717af1c3ec5a2db3edd18',
      changes: '3ed57de71f52c02d6bdd553a23243b35cd57b89c',
      claim: '0d339fe097a3ba49a4dc9dda97117bee64fe1e61',
      epoch: '5d1f020e075b1febb03be26ff038448efe020382',
      'erase-begin': 'a75756ecfe744bdabefb6663df4f605fa3b83e2d',
      'erase-end': 'b7ca36195b6781df66101df9fca2fa0de53c78eb',
      'erase-page': '0b4164b52e3b74e63ff4d3b31f9b8aad5674faa5',
      flag: '7930eb4e57b756d0911a1e0bd4defe09e6db6d3c',
      'held-by': '5d547ff3d180f04c1d5f1d8ba9b5de6181475278',
      list: '61c1cf4e16344ebe66aa5dafd336a0739129ccbb',
      'load-comments': '35617a283eb3330d700448625185f9990b7a9c5b',
      'load-index': '23720711160b963aa05cf08f8235f79c160bd448',
      'load-marks': '31620786e3fe2387182b6cd1fd845d0b4be80843',
      'load-page': '603a6edce0c5c95a2298b13c1ae62efbb5e84a56',
      member: '8b44af3c0fed398dbd989fcc7ba4e3d182698937',
      'merge-page': 'a99df301492a87acdb3f576c10586137a9d52127',
      name: '46ee36ff215866db7136c56d6e27112599ed541d',
      order: '0d8fd4f4982b68205b6dd0a0a9e01640b40c95c6',
      own: 'e61c7593181160660d9522a65e5bbb38321ed73e',
      post: '40d62184e325df0b0dc467e816f0c95d1f8d7159',
      published: '211b85ec1bb8eabc2d0b527a9802681fc3a0975c',
      react: '3b1f6545851908481153c8607b4fca3dd6eae0f3',
      release: '658371388e8052d5594080c60505a7f1d059df01',
      site: 'd39ea3c31af9989aa836a8118fb3a573dbc74c2d',
      sweep: '39505168cd295627131a13b16fb21e540a879be3',
      take: '5daa04f5d7ed68ad3b51a0fd585dc1d107f16911',
      visitor: 'e011185fd531b11a2759123ed21b950a1520942d',
      vote: '9b43939b9a0ed9d9d25a384392098e08105e1cc5',
    });
  });
});
