import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licences of the packages whose code is in the bundles: `plugin` collects, `text` says them. */
export function licences() {
  const folders = new Set();
  return {
    plugin: {
      name: 'licences',
      generateBundle(_options, bundle) {
        for (const id of Object.values(bundle).flatMap(({ modules = {} }) => Object.keys(modules))) {
          const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? [];
          if (folder) folders.add(folder);
        }
      },
    },
    text: () => `${[...folders].sort().map(licenceOf).join('\n\n')}\n`,
  };
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}`;
}
