import { SORTS } from '@huzzah/protocol';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/sources.js';

interface Named {
  readonly name: string;
}

interface Declaration {
  readonly tagName?: string;
  readonly attributes: readonly (Named & { readonly type: { readonly text: string }; readonly default?: string })[];
  readonly members: readonly (Named & { readonly kind: string; readonly readonly?: boolean })[];
  readonly slots?: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssProperties: readonly Named[];
  readonly events: readonly (Named & { readonly type: { readonly text: string } })[];
}

/** What is said of an element, each with its default or values where they stand in the table. */
interface Said {
  readonly attributes: Record<string, string>;
  readonly slots: string[];
  readonly parts: string[];
  readonly events: Record<string, string[]>;
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const codes = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
const words = (text: string) => codes(text).flatMap((code) => code.split(' '));
const protocol = read('docs/protocol.md').replaceAll('\\|', '/');

/** The row of the table, cell by cell. */
function saidOf(name: string): Said {
  const row = protocol.split('\n').find((line) => line.startsWith(`| ${name} `))!;
  const [, , attributes, slots, parts, events] = row.split('|').map((cell) => cell.trim());
  return {
    attributes: Object.fromEntries(
      [...attributes!.matchAll(/`([^`]+)`(?: \((\d+)\))?/g)].flatMap(([, code, standard]) =>
        code!.split(' ').map((part) => {
          const [attribute, values = standard ?? ''] = part.split('=') as [string, string?];
          return [attribute, values.replaceAll('"', '')];
        }),
      ),
    ),
    slots: words(slots!),
    parts: words(parts!),
    events: Object.fromEntries(
      codes(events!).flatMap((code) => {
        const [, type, keys] = /^([a-z-]+) \{(.*)\}$/.exec(code) ?? [];
        return type === undefined ? [] : [[type, keys!.split(', ')]];
      }),
    ),
  };
}

/** The keys of an event's detail, from its type in the source. */
function keysOf(type: string): string[] {
  const [, name] = /^CustomEvent<(\w+)>$/.exec(type)!;
  const [, body] = new RegExp(`interface ${name} \\{(.*?)^\\}`, 'ms').exec(read('packages/widgets/src/events.ts'))!;
  return [...body!.matchAll(/^ {2}(\w+\??):/gm)].map(([, key]) => key!);
}

/** The values of an attribute as the table says them: all where there are several, a number's default. */
function valuesOf({ type, default: standard }: Declaration['attributes'][number]): string {
  if (type.text === 'Sort') return SORTS.join('/');
  if (type.text === 'number') return standard!;
  return type.text.includes("'") ? type.text.replaceAll(/'| /g, '').replaceAll('|', '/') : '';
}

describe('the table of elements', () => {
  const manifest = JSON.parse(read('packages/widgets/dist/custom-elements.json')) as {
    modules: { declarations: Declaration[] }[];
  };
  const elements = manifest.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
  const all = saidOf('all');

  it.each(elements.map((element) => [element.tagName!, element] as const))(
    'PA-9: says of <%s> what its manifest says',
    (tag, { attributes, slots = [], cssParts, events }) => {
      const own = saidOf(`\`<${tag}>\``);
      expect(Object.fromEntries(attributes.map((attribute) => [attribute.name, valuesOf(attribute)]))).toEqual({
        ...all.attributes,
        ...own.attributes,
      });
      expect(slots.map(({ name }) => name)).toEqual(own.slots);
      expect(cssParts.map(({ name }) => name).sort()).toEqual([...all.parts, ...own.parts].sort());
      expect(Object.fromEntries(events.map(({ name, type }) => [name, keysOf(type.text)]))).toEqual({
        ...all.events,
        ...own.events,
      });
    },
  );

  it('PA-9: its properties, methods and custom properties are those of the manifest', () => {
    const [, properties, ofBox, methods] =
      /Read-only properties `([^`]+)`, of a box `(\w+)` too; its methods\s+([^.]+)\./.exec(protocol)!;
    for (const { tagName, members } of elements) {
      const isBox = tagName === 'comment-box';
      const fields = members.filter(({ kind, readonly }) => kind === 'field' && readonly === true);
      expect(fields.map(({ name }) => name).sort()).toEqual(
        [...properties!.split(' '), ...(isBox ? [ofBox] : [])].sort(),
      );
      const functions = members.filter(({ kind }) => kind === 'method').map(({ name }) => name);
      expect(functions).toEqual(isBox ? codes(methods!).map((code) => code.replace(/\(.*/, '')) : []);
    }
    const [, first, rest] = /Custom\s+properties `(--huzzah)(-[^`]+)`/.exec(protocol)!;
    const styled = new Set(elements.flatMap(({ cssProperties }) => cssProperties.map(({ name }) => name)));
    expect([...styled].sort()).toEqual(
      rest!
        .split(/\s+/)
        .map((end) => first + end)
        .sort(),
    );
  });
});
