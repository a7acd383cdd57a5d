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
      change: '0cf1b44a73415e136cf33babad3521469fe5140b',
      changes: '3ed57de71f52c02d6bdd553a23243b35cd57b89c',
      claim: '0d339fe097a3ba49a4dc9dda97117bee64fe1e61',
      epoch: '5d1f020e075b1febb03be26ff038448efe020382',
      'erase-begin': 'a75756ecfe744bdabefb6663df4f605fa3b83e2d',
      'erase-end': 'b7ca36195b6781df66101df9fca2fa0de53c78eb',
      'erase-page': '6f47dc30629afc4d9aed6a351ee0c756784cf5a8',
      flag: '99c6ff6fb98f512a1f2def45817198291231d11f',
      'held-by': '5d547ff3d180f04c1d5f1d8ba9b5de6181475278',
      list: '61c1cf4e16344ebe66aa5dafd336a0739129ccbb',
      member: '8b44af3c0fed398dbd989fcc7ba4e3d182698937',
      'merge-page': '904949e2b37c970939a432f29b5c3424846e04cf',
      name: '46ee36ff215866db7136c56d6e27112599ed541d',
      own: 'e61c7593181160660d9522a65e5bbb38321ed73e',
      post: 'e15a3a4176baa63f637bea47ba1c4ed2f0b238ef',
      published: '211b85ec1bb8eabc2d0b527a9802681fc3a0975c',
      react: '61da4eed8dff1e8dcce60d7a3ba1ca15a4752f24',
      release: '658371388e8052d5594080c60505a7f1d059df01',
      site: 'd39ea3c31af9989aa836a8118fb3a573dbc74c2d',
      sweep: '39505168cd295627131a13b16fb21e540a879be3',
      take: '7e45dc1ce51424fa517749bc9e5191399419a9b2',
      visitor: 'e011185fd531b11a2759123ed21b950a1520942d',
      vote: '93329f16a60c64c97d98a9bfc6c018318bc0d4b2',
    });
  });
});
