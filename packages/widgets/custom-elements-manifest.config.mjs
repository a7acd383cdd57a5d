/** Leaves out what the analyzer takes for declarations inside of functions: only exports can be imported. */
const onlyExports = {
  name: 'only-exports',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      const exported = new Set(module.exports.map(({ declaration }) => declaration.name));
      module.declarations = module.declarations.filter(({ name }) => exported.has(name));
    }
  },
};

// For `cem analyze`, run in this folder; writes dist/custom-elements.json.
export default {
  globs: ['src/huzzah-element.ts', 'src/*/*-element.ts', 'src/*/*.define.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [onlyExports],
};
