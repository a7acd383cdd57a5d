const STRANGERS = /\/node_modules\/(zod|ws|(socket|engine)\.io[^/]*)\/|node:|\/protocol\/dist\/schemas\.js/;

/** Fails the build where something came in that has no business in a browser. */
export function browserOnly() {
  return {
    name: 'browser-only',
    generateBundle(_options, bundle) {
      for (const { fileName, modules = {} } of Object.values(bundle)) {
        const found = Object.keys(modules).filter((id) => STRANGERS.test(id) && modules[id].renderedLength > 0);
        if (found.length > 0) throw new Error(`browser-only: ${fileName} contains ${found.join(', ')}`);
      }
    },
  };
}
