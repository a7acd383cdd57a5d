import { describe, expect, it } from 'vitest';
import { authSchema, COMMAND_SCHEMAS } from './schemas.js';

const commandId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const set = { page: 'a', kind: 'like', commandId };

const BAD: readonly (readonly [string, unknown])[] = [
  ['no object', 'like'],
  ['null', null],
  ['an array', [set]],
  ['a missing key', { page: 'a', kind: 'like' }],
  ['an extra key', { ...set, role: 'admin' }],
  ['an extra __proto__', JSON.parse(`{"page":"a","kind":"like","commandId":"${commandId}","__proto__":{"x":1}}`)],
  ['an extra constructor', { ...set, constructor: 1 }],
  ['a kind that is no id', { ...set, kind: 'Like!' }],
  ['a kind that is a number', { ...set, kind: 1 }],
  ['a page that is a list', { ...set, page: ['a'] }],
  ['an empty page', { ...set, page: '' }],
  ['a commandId that is no UUID', { ...set, commandId: 'x' }],
];

describe('command schemas', () => {
  it.each(BAD)('CM-1: %s is refused', (_name, input) => {
    expect(COMMAND_SCHEMAS['reaction.set'].safeParse(input).success).toBe(false);
  });

  it('CM-2: a page is normalised and a commandId lower-case before any rule sees them', () => {
    const parsed = COMMAND_SCHEMAS['reaction.set'].parse({
      page: 'HTTPS://A.example/x/',
      kind: null,
      commandId: commandId.toUpperCase(),
    });
    expect(parsed).toEqual({ page: 'https://a.example/x', kind: null, commandId });
  });

  it('CM-3: a limit beyond 100, a negative seq and a long title are refused', () => {
    const join = COMMAND_SCHEMAS['page.join'];
    expect(join.safeParse({ page: 'a', limit: 101 }).success).toBe(false);
    expect(join.safeParse({ page: 'a', limit: 1.5 }).success).toBe(false);
    expect(join.safeParse({ page: 'a', since: { epoch: 'e', seq: -1 } }).success).toBe(false);
    expect(join.safeParse({ page: 'a', title: 'x'.repeat(201) }).success).toBe(false);
    expect(
      join.safeParse({ page: 'a', limit: 0, sort: 'top', title: 'x', since: { epoch: 'e', seq: 0 } }).success,
    ).toBe(true);
  });

  it('CM-4: an auth with anything more or less is refused', () => {
    expect(authSchema.safeParse({ v: 1, site: 'default' }).success).toBe(true);
    for (const auth of [
      undefined,
      {},
      { v: 1 },
      { v: 1, site: 'A b' },
      { v: 1, site: 'a', admin: true },
      { v: 1, site: 'a', token: 7 },
    ]) {
      expect(authSchema.safeParse(auth).success, JSON.stringify(auth)).toBe(false);
    }
  });
});
