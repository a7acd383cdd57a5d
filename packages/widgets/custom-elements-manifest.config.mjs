import { editorData } from './build/editor-data.mjs';

/**
 * What can be relied on: the exports, and of them what is public. The analyzer takes functions' locals for
 * declarations too, and lists what a class keeps to itself.
 */
const onlyPublic = {
  name: 'only-public',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      const exported = new Set(module.exports.map(({ declaration }) => declaration.name));
      module.declarations = module.declarations.filter(({ name }) => exported.has(name));
      for (const declaration of module.declarations) {
        declaration.members = declaration.members?.filter(
          ({ kind, privacy = 'public', description }) => privacy === 'public' && (kind === 'field' || description),
        );
      }
    }
  },
};

/** Which module gives which element its tag: the analyzer looks for the call itself, and ours is in a file of its own. */
const definitions = {
  name: 'definitions',
  packageLinkPhase({ customElementsManifest: { modules } }) {
    for (const module of modules) {
      const tag = /([^/]+)\.define\.ts$/.exec(module.path)?.[1];
      if (tag === undefined) continue;
      const home = modules.find(({ declarations }) => declarations.some(({ tagName }) => tagName === tag));
      const declaration = { name: home.declarations[0].name, module: home.path };
      module.exports = [
        { kind: 'js', name: declaration.name, declaration },
        { kind: 'custom-element-definition', name: tag, declaration },
      ];
    }
  },
};

/** The modules as the package has them: compiled. */
const asPublished = {
  name: 'as-published',
  packageLinkPhase({ customElementsManifest }) {
    const text = JSON.stringify(customElementsManifest.modules);
    customElementsManifest.modules = JSON.parse(text.replace(/"(\/?)src\/([^"]+)\.ts"/g, '"$1dist/$2.js"'));
  },
};

// For `cem analyze`, run in this folder; writes dist/custom-elements.json.
export default {
  globs: ['src/huzzah-element.ts', 'src/*/*-element.ts', 'src/*/*.define.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [onlyPublic, definitions, asPublished, editorData()],
};
