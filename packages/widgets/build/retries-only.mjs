/**
 * Leaves of the table of error codes what browsers ask it: which may be sent again, and how. The
 * rest is for servers and documents; a code that is not in the table is never sent again.
 */
export function retriesOnly() {
  return {
    name: 'retries-only',
    transform(code, id) {
      if (!id.endsWith('/protocol/dist/errors.js')) return null;
      const table = tableIn(this.parse(code));
      const rows = table.properties.flatMap(({ key, value }) => {
        const retry = value.properties.find((column) => column.key.name === 'retry').value.value;
        return retry === 'never' ? [] : [`${key.name}: { retry: '${retry}' }`];
      });
      return { code: `${code.slice(0, table.start)}{ ${rows.join(', ')} }${code.slice(table.end)}`, map: null };
    },
  };
}

function tableIn({ body }) {
  const table = body
    .map(({ declaration }) => declaration?.declarations?.[0])
    .find((found) => found?.id.name === 'ERRORS');
  if (table?.init.type !== 'ObjectExpression')
    throw new Error('retries-only: the table of error codes has another shape');
  return table.init;
}
