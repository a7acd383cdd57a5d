const KEEP_VIOLATIONS = `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push([event.violatedDirective, event.blockedURI, event.sample].join(' '));
  });
`;

/**
 * Pages for the tests of the embed, as middleware of their server: `/embed-page/?body=…` is a
 * page of that body; with `csp=` a policy goes with it, with `lang=` a language.
 * `/embed-page/missing/NAME` is a file of the embed that is missing at first, as on an
 * old node of a rolling deploy. Each page keeps what its policy refuses in `violations`.
 */
export function embedPages() {
  const missing = new Map();
  return async (context, next) => {
    if (!context.path.startsWith('/embed-page/')) return next();
    const [, , folder, name] = context.path.split('/');
    if (folder === 'missing') {
      const times = (missing.get(name) ?? 0) + 1;
      missing.set(name, times);
      if (/^(core|trouble)-/.test(name) && times <= 2) {
        context.status = 404;
        context.body = 'not yet';
        return undefined;
      }
      context.url = `/packages/widgets/dist/embed/${name}`;
      return next();
    }
    if (folder === 'violations.js') {
      context.type = 'js';
      context.body = KEEP_VIOLATIONS;
      return undefined;
    }
    const { body = '', csp, lang = 'en' } = context.query;
    if (csp) context.set('content-security-policy', csp);
    context.type = 'html';
    context.body = `<!doctype html><html lang="${lang}"><head><script src="/embed-page/violations.js"></script></head><body>${body}</body></html>`;
    return undefined;
  };
}
