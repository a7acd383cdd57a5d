// Makes embed.js and its chunks out of what tsc made: packages/widgets/dist → packages/widgets/dist/embed.
import { readFileSync, rmSync } from 'node:fs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { browserOnly } from './packages/widgets/build/browser-only.mjs';
import { fetchFirst } from './packages/widgets/build/fetch-first.mjs';
import { finish } from './packages/widgets/build/finish.mjs';
import { leanLit } from './packages/widgets/build/lean-lit.mjs';
import { licences } from './packages/widgets/build/licences.mjs';
import { minifyTemplates } from './packages/widgets/build/minify-templates.mjs';
import { ownPolicyName } from './packages/widgets/build/own-policy-name.mjs';
import { reusePrivateNames } from './packages/widgets/build/reuse-private-names.mjs';
import { retriesOnly } from './packages/widgets/build/retries-only.mjs';
import { shortNames } from './packages/widgets/build/short-names.mjs';

const source = 'packages/widgets/dist';
const folder = `${source}/embed`;
const { version } = JSON.parse(readFileSync('packages/widgets/package.json', 'utf8'));
const ELEMENTS = ['online-count', 'like-bar', 'comment-box'];
const LOCALES = ['ko'];

const collected = licences();
const resolve = () => nodeResolve({ exportConditions: ['production'] });
const shared = () => [
  resolve(),
  retriesOnly(),
  minifyTemplates(),
  reusePrivateNames(),
  ownPolicyName(),
  leanLit(),
  shortNames(),
  browserOnly(),
  collected.plugin,
];
const small = () =>
  terser({
    ecma: 2020,
    module: true,
    compress: { passes: 3, unsafe_arrows: true, pure_getters: true },
    format: { comments: false },
  });

/** Nobody asks a namespace what it is, or changes it. */
const LEAN = { generatedCode: { preset: 'es2015', symbols: false }, freeze: false };

/** What is loaded once it is needed, each with what it alone imports. */
const LATER = {
  annexes: /\/client\/dist\/annexes\.js$/,
  'sign-on': /\/client\/dist\/sign-on\.js$/,
  stream: /\/comment-box\/stream\//,
  trouble: /\/client\/dist\/(polling-link|why-refused)\.js$/,
  desk: /\/comment-box\/desk\/|\/(protocol\/dist\/text-length|thread\/lists)\.js$/,
  news: /\/thread\/news\.js$/,
  reaction: /\/like-bar\/(own-reaction|refusal-words|tap\.styles|words)\.js$/,
};
/** And for a page that does not have all elements: each of them, and a list of comments that is far. */
const APART = {
  'comment-box': /\/comment-box\/[^/]+\.js$|\/script\/comment-box\.js$/,
  talk: /\/client\/dist\/thread\/open-thread\.js$|\/comment-box\/list\//,
  'like-bar': /\/widgets\/dist\/(like-bar|faces|script\/like-bar)\b/,
  'online-count': /\/widgets\/dist\/(script\/)?online-count\b/,
};
/** Left to Rollup, which parts by what is imported where. */
const PARTED = /\/client\/dist\/thread\/|\/protocol\/dist\/comments\.js$|\/locales\/ko\.js$/;

/** Everything that is in no other chunk is in `rest`, and must not be there twice. */
const chunksOf = (chunks, rest) => (id) => {
  const [own] = Object.entries(chunks).find(([, files]) => files.test(id)) ?? [];
  return own ?? (PARTED.test(id) ? undefined : rest);
};

function onLog(level, log, handle) {
  if (level === 'warn') throw new Error(log.message);
  handle(level, log);
}

const files = {};
const named = (add) => ({
  name: 'embed-files',
  buildStart() {
    const { VERSION } = /VERSION = '(?<VERSION>.*)'/.exec(readFileSync(`${source}/version.js`, 'utf8')).groups;
    if (VERSION !== version) throw new Error(`packages/widgets: version.ts says ${VERSION}, package.json ${version}`);
  },
  generateBundle(_options, bundle) {
    const nameOf = (name) => Object.values(bundle).find((chunk) => chunk.name === name).fileName;
    Object.assign(files, add(nameOf));
  },
});
const table = (names, nameOf) => Object.fromEntries(names.map((name) => [name, nameOf(name)]));

const emptied = { name: 'embed-emptied', buildStart: () => rmSync(folder, { recursive: true, force: true }) };

/** Written in last: only then are the chunks' names known. */
const filled = {
  name: 'embed-files-filled',
  renderChunk: (code) => ({ code: code.replace('EMBED_FILES', JSON.stringify(files)), map: null }),
};

const finished = {
  name: 'embed-finished',
  writeBundle(_options, bundle) {
    finish(folder, { version, whole: Object.keys(bundle)[0], licences: collected.text() });
  },
};

/** The chunks of a page: what it loads at first, and what later. */
const chunks = (input, manualChunks, add, begin = []) => ({
  input: Object.fromEntries(input.map((name) => [name, `${source}/script/${name}.js`])),
  // The core gives elements more than its own exports; without this that would be one more file.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: folder,
    format: 'es',
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: ({ name }) => `${input.includes('all') && !LOCALES.includes(name) ? 'all.' : ''}[name]-[hash].js`,
    hashCharacters: 'hex',
    manualChunks,
    ...LEAN,
  },
  plugins: [...begin, ...shared(), fetchFirst(), named(add), small()],
  onLog,
});

export default [
  chunks(
    ['core', ...ELEMENTS],
    chunksOf({ ...LATER, ...APART }, 'core'),
    (nameOf) => ({ core: nameOf('core'), elements: table(ELEMENTS, nameOf), locales: table(LOCALES, nameOf) }),
    [emptied],
  ),
  chunks(['all'], chunksOf(LATER, 'all'), (nameOf) => ({ all: nameOf('all') })),
  {
    input: `${source}/script/embed.js`,
    output: { file: `${folder}/embed.js`, format: 'iife', ...LEAN },
    plugins: [filled, small()],
    onLog,
  },
  {
    input: `${source}/script/whole.js`,
    output: {
      dir: folder,
      format: 'iife',
      entryFileNames: 'embed.[hash].js',
      hashCharacters: 'hex',
      inlineDynamicImports: true,
      ...LEAN,
      // Loaded twice, nothing of it runs again: Lit would ask for its policy a second time.
      intro: 'if (window.huzzah && window.huzzah.ready) return;',
    },
    plugins: [...shared(), small(), finished],
    onLog,
  },
];
