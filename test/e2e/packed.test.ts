import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { closeBrowser, open, reader } from '../helpers/browser.js';
import { readGuide } from '../helpers/guide.js';
import { PackedApp } from '../helpers/packed-app.js';
import { startTestServer } from '../helpers/server.js';
import { HUZZAH_SSO_KEY } from '../helpers/sign-on.js';
import { soon } from '../helpers/soon.js';
import { ROOT } from '../helpers/sources.js';
import { Visitor } from '../helpers/visitor.js';

const guide = readGuide('docs/developers.md');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const IN_THE_CHECKOUT = /^npm pack /;
const TOOLS = 'npm i -D ';

/** A folder on an origin of its own. */
async function site(folder: string): Promise<string> {
  const server = createServer(({ url }, response) => {
    const file = join(folder, new URL(url!, 'http://h').pathname);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'text/plain').end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

describe('the packages, as a stranger has them', () => {
  const app = new PackedApp();
  const done = new Set<string>();

  /** Runs the commands of the guide that begin so, in its order. */
  async function follow(...beginnings: string[]): Promise<string> {
    let said = '';
    for (const command of guide.commands.filter((line) => beginnings.some((start) => line.startsWith(start)))) {
      done.add(command);
      // Tools and frameworks are this checkout's: what a registry would give.
      if (command.startsWith(TOOLS)) app.lend(command.slice(TOOLS.length).split(' '));
      else said += await app.sh(command, IN_THE_CHECKOUT.test(command) ? ROOT : app.folder);
    }
    return said;
  }

  beforeAll(async () => {
    await app.bring(['packages/protocol', 'packages/client', 'packages/widgets']);
    await follow('npm pack', 'npm init', 'npm pkg', 'npm i ');
    app.write(guide.files);
  });

  afterAll(async () => {
    await closeBrowser();
    app.remove();
  });

  const installed = (name: string) => join(app.folder, 'node_modules/@huzzah', name);

  it('PA-1: hold what runs and its types, and nothing of how they are made or tested', () => {
    for (const name of ['protocol', 'client', 'widgets']) {
      const files = readdirSync(installed(name), { recursive: true, encoding: 'utf8' });
      expect(files).toContain('package.json');
      expect(files).toContain('dist/index.d.ts');
      expect(files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([]);
      expect(files.filter((file) => /\.test\.|tsbuildinfo|open-talk|stage/.test(file))).toEqual([]);
    }
  });

  it('PA-2: every module is imported in bare Node, and only `define` registers', async () => {
    const modules = ['protocol', 'client', 'widgets'].flatMap((name) =>
      readdirSync(installed(name), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.js') && !file.startsWith('dist/embed/'))
        .map((file) => join(installed(name), file)),
    );
    expect(modules.length).toBeGreaterThan(100);
    const program = (files: readonly string[]) =>
      [...files.map((file) => `await import(${JSON.stringify(file)});`), `console.log(typeof window)`].join('\n');
    app.write([
      ['all.js', program(modules)],
      [
        'apart.js',
        `import '@huzzah/widgets';
         const before = globalThis.customElements?.get('like-bar');
         const { LikeBarElement } = await import('@huzzah/widgets/define');
         console.log(before, customElements.get('like-bar') === LikeBarElement);`,
      ],
    ]);
    expect(await app.sh('node all.js')).toBe('undefined\n');
    expect(await app.sh('node apart.js')).toBe('undefined true\n');
  });

  it('PA-3: a headless program is typed for Node and for bundlers, runs, and is tested', async () => {
    const { url } = await startTestServer();
    const other = await Visitor.connect(url);
    app.write(guide.files, url);
    await follow('npx tsc');
    const said = await follow('node headless.ts', 'node --test');
    expect(said).toContain("[ 'Hello' ]");
    expect(said).not.toContain('refused');
    expect(said).toMatch(/# pass 2\b|ℹ pass 2\b/);
    const { tally, comments } = await other.join('https://news.example/articles/1');
    expect(tally).toMatchObject({ counts: { wow: 1 } });
    expect(comments).toMatchObject([{ body: 'Hello' }]);
  });

  it('SI-22: a sign-on that is made as the guide says is taken, and its reader keeps what he has', async () => {
    const { url } = await startTestServer({ env: { HUZZAH_SSO_KEY } });
    app.write(guide.files, url);
    app.write([['sign-on.key', `${HUZZAH_SSO_KEY}\n`]]);
    const said = await follow('node member.js');
    expect(said).toContain('true');
    expect(said).toMatch(/name: 'Ada'.*role: 'member'/s);
  });

  it('PA-4: types say no where something is misspelt, in pages, React and Vue', async () => {
    const wrong = {
      'wrong-page.ts': `import '@huzzah/widgets/define';
        document.querySelector('like-bar')!.layout = 'column';
        document.querySelector('like-bar')!.tally = null;
        document.addEventListener('reaction-change', ({ detail }) => detail.kinds);`,
      'wrong-react.tsx': `import type {} from '@huzzah/widgets/react';
        export const verb = <online-count verb="sleeping" />;
        export const handler = <like-bar onreaction-change={({ detail }) => detail.visitors} />;
        export const other = <comment-box pageSize="many" />;`,
      'wrong-vue.ts': `import type { GlobalComponents } from 'vue';
        import type {} from '@huzzah/widgets/vue';
        type Props = InstanceType<GlobalComponents['comment-box']>['$props'];
        export const right: Props = { sort: 'top', onCommentPosted: ({ detail }) => detail.comment.id, class: 'talk' };
        export const wrong: Props = { sort: 'best' };
        export const event: Props = { onCommentPosted: ({ detail }) => detail.body };`,
    };
    app.write(Object.entries(wrong));
    const config = { extends: './tsconfig.json', compilerOptions: { skipLibCheck: true }, include: Object.keys(wrong) };
    app.write([['tsconfig.wrong.json', JSON.stringify(config)]]);
    const said = await app.sh('npx tsc -p tsconfig.wrong.json --pretty false || true');
    const places = [...said.matchAll(/^(wrong-\w+)\.tsx?\((\d+),/gm)].map(([, file, line]) => `${file} ${line}`);
    expect(places).toEqual([
      'wrong-page 2',
      'wrong-page 3',
      'wrong-page 4',
      'wrong-react 2',
      'wrong-react 3',
      'wrong-react 4',
      'wrong-vue 5',
      'wrong-vue 6',
    ]);
  });

  it('PA-5: pages of a bundler’s are built and come alive, plain and in React, Vue and Svelte', async () => {
    const { url } = await startTestServer();
    app.write(guide.files, url);
    await follow('npx vite');
    const origin = await site(join(app.folder, 'dist'));
    const context = await reader();
    for (const name of ['page', 'react', 'vue', 'svelte']) {
      const tab = await open(context, `${origin}/${name}.html`);
      await vi.waitFor(async () => expect(await tab.state()).toBe('live'), soon);
      await vi.waitFor(async () => expect(await tab.text('online-count')).toContain('1'), soon);
      await tab.tap('Wow');
      const outcome = () => tab.page.evaluate(() => document.querySelector('p')?.textContent);
      if (name === 'page') await vi.waitFor(() => expect(tab.console.join()).toContain('nothing became wow'), soon);
      else await vi.waitFor(async () => expect(await outcome()).toBe('You said: wow.'), soon);
      expect(tab.errors).toEqual([]);
      await tab.page.close();
    }
  });

  it('PA-6: on a server a tag is a tag', async () => {
    app.write(guide.files);
    expect(await follow('node render.js')).toBe(
      '<like-bar server="http://localhost:3000" page="article">Reactions need scripts.</like-bar>\n',
    );
  });

  it('PA-7: editors find every tag, attribute, part and event', () => {
    const read = (file: string) => JSON.parse(readFileSync(join(installed('widgets'), file), 'utf8')) as never;
    const manifest: { customElements: string; 'web-types': string } = read('package.json');
    const { modules }: { modules: { path: string; exports: { kind: string; name: string }[] }[] } = read(
      manifest.customElements,
    );
    expect(modules.filter(({ path }) => !existsSync(join(installed('widgets'), path)))).toEqual([]);
    const tags = modules.flatMap(({ exports }) => exports.filter(({ kind }) => kind === 'custom-element-definition'));
    const names = ['comment-box', 'like-bar', 'online-count'];
    expect(tags.map(({ name }) => name)).toEqual(names);
    const html: { tags: { name: string; attributes: { name: string; values: object[] }[] }[] } =
      read('dist/html-custom-data.json');
    expect(html.tags.map(({ name }) => name)).toEqual(names);
    expect(html.tags[0]!.attributes.find(({ name }) => name === 'sort')!.values).toHaveLength(3);
    const types: { contributions: { html: { elements: { js: { events: { type: string }[] } }[] } } } = read(
      manifest['web-types'],
    );
    const events = types.contributions.html.elements.flatMap(({ js }) => js.events);
    expect(events.map(({ type }) => type).every((type) => /^CustomEvent<\w+>$/.test(type))).toBe(true);
    const css: { pseudoElements: { name: string }[] } = read('dist/css-custom-data.json');
    expect(css.pseudoElements.map(({ name }) => name)).toContain('::part(pill)');
  });

  it('PA-8: the server’s modules come with all that they need', async () => {
    await app.sh(`npm pack --silent -w @huzzah/server --pack-destination "$APP"`, ROOT);
    await app.sh(
      `mkdir -p node_modules/@huzzah/server && tar -xzf huzzah-server-*.tgz -C node_modules/@huzzah/server --strip-components=1`,
    );
    const { dependencies } = JSON.parse(readFileSync(join(installed('server'), 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    app.lend(Object.keys(dependencies));
    // The store's thread is one only inside of a store.
    const modules = readdirSync(installed('server'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.startsWith('dist/') && file.endsWith('.js') && !file.endsWith('sqlite/worker.js'))
      .map((file) => `await import(${JSON.stringify(join(installed('server'), file))});`);
    expect(modules.length).toBeGreaterThan(60);
    app.write([['server.js', modules.join('\n')]]);
    expect(await app.sh('node server.js')).toBe('');
    cpSync(join(ROOT, 'examples/library/server.js'), join(app.folder, 'shop.js'));
    // Ends it as soon as it has said that it is open.
    const once = `const { log } = console;
      console.log = (text) => { log(text); setTimeout(() => process.kill(process.pid, 'SIGTERM')); };
      await import('./shop.js');`;
    app.write([['once.js', once]]);
    const said = await app.sh('PORT=0 STORE=sqlite::memory: node once.js');
    expect(said).toContain('The shop is open');
  });

  it('DV-1: every command of the guide was run, and every file of it used', () => {
    expect(guide.commands.filter((command) => !done.has(command))).toEqual([]);
    expect(guide.commands.length).toBeGreaterThan(6);
    expect(guide.files.size).toBeGreaterThan(12);
  });
});
