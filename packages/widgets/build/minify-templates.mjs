/**
 * Takes comments and needless white space out of the `css`, `html` and `svg` templates of our
 * own elements, which no minifier of JavaScript touches. Between tags one space stays.
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

const markup = (text) => text.replace(/\s+/g, ' ').replace(/ (\/?>)/g, '$1');

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
