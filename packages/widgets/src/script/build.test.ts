import { ERRORS } from '@huzzah/protocol';
import { readFileSync } from 'node:fs';
import { parseAst } from 'rollup/parseAst';
import { describe, expect, it } from 'vitest';

/** A plugin of the embed's build, as far as it is used here. */
interface Plugin {
  transform(this: { parse: typeof parseAst }, code: string, id: string): { code: string } | null;
}

const folder = new URL('../../build/', import.meta.url);

/** What a plugin makes of a module. */
async function built(name: string, plugin: string, code: string, id: string): Promise<string> {
  const module = (await import(new URL(`${name}.mjs`, folder).href)) as Record<string, () => Plugin>;
  return module[plugin]!().transform.call({ parse: parseAst }, code, id)!.code;
}

const run = async (code: string): Promise<object> => ({
  ...((await import(`data:text/javascript,${encodeURIComponent(code)}`)) as object),
});

describe('the build of the embed', () => {
  it('EM-11: private members are named anew, and stay what they were', async () => {
    const code = `
      class Outer {
        #first = 1;
        static #second = 2;
        get #third() { return 3; }
        set #third(value) { this.#first = value; }
        async #fourth() { return 4; }
        inner() {
          const outer = this;
          return class Inner {
            #first = 10;
            #own = 20;
            all = () => [this.#first, this.#own, outer.#third, Outer.#second, #third in outer, #first in outer];
          };
        }
        async all() { this.#third = 5; return [this.#first, await this.#fourth(), new (this.inner())().all()]; }
      }
      export const result = await new Outer().all();`;
    const renamed = await built('reuse-private-names', 'reusePrivateNames', code, '/widgets/dist/x.js');
    expect(renamed).not.toMatch(/#(first|second|third|fourth|own)/);
    expect(await run(renamed)).toEqual(await run(code));
    expect(await run(renamed)).toEqual({ result: [5, 4, [10, 20, 3, 2, true, false]] });
  });

  it('EM-11: of the table of codes those stay that may be sent again', async () => {
    const id = new URL('../../../protocol/dist/errors.js', import.meta.url).pathname;
    const { ERRORS: left } = (await run(await built('retries-only', 'retriesOnly', readFileSync(id, 'utf8'), id))) as {
      ERRORS: typeof ERRORS;
    };
    const rows = Object.entries(ERRORS).filter(([, { retry }]) => retry !== 'never');
    expect(rows.length).toBeGreaterThan(3);
    expect(left).toEqual(Object.fromEntries(rows.map(([code, { retry }]) => [code, { retry }])));
  });

  it('EM-11: templates lose their needless white space, and no other', async () => {
    const code =
      'const a = css`\n  .a > b {\n    margin: 0 0.5em 10.5em;\n    inset: calc( (1px + 2px) * 2 ); /* so */\n  }\n`;\nconst b = html`<p\n  class=${1}\n  >a <b/>  c</p\n>`;';
    expect(await built('minify-templates', 'minifyTemplates', code, '/widgets/dist/x.js')).toBe(
      'const a = css` .a>b{margin:0 .5em 10.5em;inset:calc((1px + 2px) * 2)}`;\nconst b = html`<p class=${1}>a <b/> c</p>`;',
    );
  });

  it('EM-11: a binding that our Lit does not know fails the build', async () => {
    const inside = (template: string) =>
      built('minify-templates', 'minifyTemplates', `html\`${template}\``, '/widgets/dist/x.js');
    for (const template of [
      '<!-- ${1} -->',
      '<textarea a=${1}>${2}</textarea>',
      '<p ${1}></p>',
      "<p a='${1}'></p>",
      '<${1}>',
    ])
      await expect(inside(template)).rejects.toThrow('our Lit binds nothing');
    expect(await inside('<textarea a=${1}></textarea>${2}')).toContain('${2}');
  });

  it('EM-30: what nobody outside sees is named in short, wherever it is written; nothing else is', async () => {
    const code = `
      class Words { say(n) { return { isMine: n, commandId: 'c', ...{ shown: [n] } }; } static words = new Words(); }
      const { words } = Words;
      const { isMine, shown: [first], commandId } = words.say(1);
      const { heard = 2 } = {};
      export const result = [isMine, first, commandId, heard, words?.say(3).isMine];`;
    const renamed = await built('short-names', 'shortNames', code, '/widgets/dist/x.js');
    expect(renamed).not.toMatch(/\.(say|isMine|shown|words)|say\(n\)|isMine:/);
    expect(renamed).toContain("commandId: 'c'");
    expect(await run(renamed)).toEqual({ result: [1, 1, 'c', 2, 3] });
    expect(await built('short-names', 'shortNames', code, '/protocol/dist/x.js')).toBe(code);
  });

  it('EM-30: a name that is a text too, or is taken, fails the build', async () => {
    const named = (code: string) => built('short-names', 'shortNames', code, '/widgets/dist/x.js');
    await expect(named("a['isMine']")).rejects.toThrow('isMine is a text or an export too');
    await expect(named('export const words = 1')).rejects.toThrow('words is a text or an export too');
    await expect(named('a.a')).rejects.toThrow('a is a name already');
  });

  it('EM-11: so does a Lit that is written in another way', async () => {
    await expect(built('lean-lit', 'leanLit', 'class LitElement {}', '/lit-element/lit-element.js')).rejects.toThrow(
      'lean-lit: nothing in',
    );
  });
});
