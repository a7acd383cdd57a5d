/**
 * What of Lit our elements never come to: for browsers without constructable style sheets, which
 * lack more than that; decorators, converters, and bindings in comments or inside a `<textarea>`;
 * polyfills, and other Lits of the page. Of another Lit than the one this was written for the build
 * fails, and the list is to be looked at again.
 */
const UNUSED = {
  '/reactive-element/css-tag.js': [
    [/=(\w+)\.ShadowRoot&&.*?"replace"in CSSStyleSheet\.prototype/, '=true'],
    [/Error\("CSSResult is not.*?"\)/, 'Error()'],
    [/Error\("Value passed to 'css'.*?page security\."\)/, 'Error()'],
  ],
  '/reactive-element/reactive-element.js': [
    [/case Object:case Array:\w+=null==\w+\?\w+:JSON\.stringify\(\w+\)/, ''],
    [/case Object:case Array:try\{\w+=JSON\.parse\(\w+\)\}catch\(\w+\)\{\w+=null\}/, ''],
    [/Symbol\.metadata\?\?=.*?new WeakMap;/, ''],
    [/const \w+=this\[Symbol\.metadata\];if\(null!==\w+\)\{.*?\}(?=this\._\$Eh=new Map)/, ''],
    [/(?<==)\w+\.reactiveElementPolyfillSupport/, 'void 0'],
    [/\(\w+\.reactiveElementVersions\?\?=\[\]\)\.push\(.*?\)/, '0'],
    [/static addInitializer\(\w+\)\{.*?\}(?=static get observedAttributes)/, ''],
    [/,this\.constructor\.\w+\?\.forEach\(\w+=>\w+\(this\)\)/, ''],
    [/,void 0!==(\w+)\.(\w+)&&\(this\.\2=\[\.\.\.\1\.\2\]\)/, ''],
    [/\(void 0!==\w+\.converter\?\.toAttribute\?\w+\.converter:(\w+)\)/, '$1'],
    [/"function"==typeof \w+\.converter\?.*?fromAttribute\?\w+\.converter:(?=\w+;)/, ''],
    [/,this\.prototype\.hasOwnProperty\(\w+\)&&\(\(\w+=Object\.create\(\w+\)\)\.wrapped=!0\)/, ''],
    [
      /const \w+=this\.constructor\.elementProperties;if\(\w+\.size>0\)for\(const\[\w+,\w+\]of \w+\)\{const\{wrapped.*?\}(?=\}let)/,
      '',
    ],
    [/removeController\(\w+\)\{.*?\}/, ''],
  ],
  '/lit-element/lit-element.js': [
    [/\w+\.litElementHydrateSupport\?\.\(.*?\);/, '0;'],
    [/(?<==)\w+\.litElementPolyfillSupport/, 'void 0'],
    [/\(\w+\.litElementVersions\?\?=\[\]\)\.push\(.*?\)/, '0'],
  ],
  '/lit-html/lit-html.js': [
    [/\(\w+\.test\(\w+\[2\]\)&&\(\w+=RegExp\("<\/"\+\w+\[2\],"g"\)\),(\w+=\w+)\)/, '($1)'],
    [/if\(\w+\.test\((\w+)\.tagName\)\)\{.*?\}\}(?=\}else if\(8===\1\.nodeType\))/, ''],
    [
      /else\{let \w+=-1;for\(;-1!==\(\w+=\w+\.data\.indexOf\(\w+,\w+\+1\)\);\)\w+\.push\(\{type:7,index:\w+\}\),\w+\+=\w+\.length-1\}/,
      '',
    ],
    [/(?<==)\w+\.litHtmlPolyfillSupport/, 'void 0'],
    [/\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\(.*?\)/, '0'],
  ],
};

/** Leaves of Lit what our elements use. */
export function leanLit() {
  return {
    name: 'lean-lit',
    transform(code, id) {
      const [, cuts] = Object.entries(UNUSED).find(([file]) => id.endsWith(file)) ?? [];
      if (!cuts) return null;
      const lean = cuts.reduce((rest, [part, instead]) => {
        if (!part.test(rest)) throw new Error(`lean-lit: nothing in ${id} looks like ${part} any more`);
        return rest.replace(part, instead);
      }, code);
      return { code: lean, map: null };
    },
  };
}
