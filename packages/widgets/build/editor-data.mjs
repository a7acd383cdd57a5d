// What editors read: VS Code's custom data and JetBrains' web-types, out of the custom-elements manifest.
import { SORTS } from '@huzzah/protocol';
import { readFileSync, writeFileSync } from 'node:fs';

/** The values that an attribute may have, where they are few. */
function valuesOf(type = '') {
  if (type === 'Sort') return [...SORTS];
  return [...type.matchAll(/'([^']+)'/g)].map(([, value]) => value);
}

const named = ({ name, description = '' }) => ({ name, description });

function htmlData(elements) {
  return {
    version: 1.1,
    tags: elements.map(({ tagName, description, attributes }) => ({
      name: tagName,
      description,
      attributes: attributes.map((attribute) => ({
        ...named(attribute),
        ...(attribute.type?.text === 'boolean' && { valueSet: 'v' }),
        values: valuesOf(attribute.type?.text).map((name) => ({ name })),
      })),
    })),
  };
}

function cssData(elements) {
  const properties = elements.flatMap(({ cssProperties }) => cssProperties.map(named));
  const parts = elements.flatMap(({ tagName, cssParts }) =>
    cssParts.map((part) => ({ name: `::part(${part.name})`, description: `<${tagName}>: ${part.description}` })),
  );
  return { version: 1.1, properties: once(properties), pseudoElements: once(parts) };
}

/** The first of each name. */
function once(rows) {
  return [...new Map(rows.toReversed().map((row) => [row.name, row])).values()].reverse();
}

function webTypes(elements, { name, version }) {
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map(({ tagName, description, attributes, members, events, slots = [], ...css }) => ({
          name: tagName,
          description,
          attributes: attributes.map((attribute) => ({
            ...named(attribute),
            value: { type: attribute.type?.text ?? 'string' },
          })),
          slots: slots.map(named),
          js: {
            properties: members
              .filter(({ kind }) => kind === 'field')
              .map((member) => ({ ...named(member), type: member.type?.text, 'read-only': member.readonly === true })),
            events: events.map((event) => ({ ...named(event), type: event.type.text })),
          },
          css: { parts: css.cssParts.map(named), properties: css.cssProperties.map(named) },
        })),
      },
    },
  };
}

/** A plugin of the analyzer: writes the editors' files beside its own. */
export function editorData() {
  return {
    name: 'editor-data',
    packageLinkPhase({ customElementsManifest: { modules } }) {
      const elements = modules.flatMap(({ declarations }) => declarations.filter(({ tagName }) => tagName));
      const files = {
        'html-custom-data': htmlData(elements),
        'css-custom-data': cssData(elements),
        'web-types': webTypes(elements, JSON.parse(readFileSync('package.json', 'utf8'))),
      };
      for (const [name, data] of Object.entries(files)) {
        writeFileSync(`dist/${name}.json`, `${JSON.stringify(data, null, 2)}\n`);
      }
    },
  };
}
