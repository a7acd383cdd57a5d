/**
 * Takes comments and needless white space out of the `css`, `html` and `svg` templates of our
 * own elements, which no minifier of JavaScript touches. Between tags one space stays, and one before
 * the slash after what is bound. Fails where something is bound, or written, that `leanLit` has taken from Lit.
 */
export function minifyTemplates() {
  return {
    name: 'minify-templates',
    transform(code, id) {
      if (!id.includes('/widgets/dist/')) return null;
      const cuts = [];
      const visit = (node) => {
        if (node === null || typeof node !== 'object') return;
        if (node.type === 'TaggedTemplateExpression' && Object.hasOwn(MINIFY, node.tag.name)) {
          const text = node.quasi.quasis.map(({ value }) => value.raw).join('\0');
          if (node.tag.name !== 'css') check(text);
          node.quasi.quasis.forEach((quasi) => cuts.push([quasi, MINIFY[node.tag.name]]));
        }
        Object.values(node).forEach(visit);
      };
      visit(this.parse(code));
      cuts.sort(([a], [b]) => b.start - a.start);
      const cut = (rest, [{ start, end }, minify]) =>
        rest.slice(0, start) + minify(rest.slice(start, end)) + rest.slice(end);
      return { code: cuts.reduce(cut, code), map: null };
    },
  };
}

/** Something bound, `\0` here, between the tags of an element that holds text alone. */
const BOUND_IN_TEXT = /<(script|style|textarea|title)\b[^>]*>[^<]*\0/;
/** A tag whose attributes are bound, or stand in double quotes or in none. */
const TAG = /<\/?[a-zA-Z][\w-]*(\s+[.?@]?[\w-]+(=("[^"]*"|[^\s"'`=<>]+))?)*\s*\/?>/y;

function check(text) {
  const isTag = ({ index }) => {
    TAG.lastIndex = index;
    return TAG.test(text);
  };
  if (BOUND_IN_TEXT.test(text) || ![...text.matchAll(/</g)].every(isTag))
    throw new Error(`minify-templates: our Lit binds nothing so: ${text}`);
}

const markup = (text) => text.replace(/\s+/g, ' ').replace(/ (>)|(?!^) (\/>)/g, '$1$2');

const MINIFY = {
  css: (text) =>
    text
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,>]) ?|(\() | (?=\))/g, '$1$2')
      .replace(/: /g, ':')
      .replace(/\b0\./g, '.')
      .replace(/;}/g, '}'),
  html: markup,
  svg: markup,
};
