/**
 * Names the private members of each class from the same few names, in their order: a class’s are
 * its own, and what all classes write alike is compressed once. A class inside another takes
 * names that the outer one does not have, for it may speak of both.
 */
export function reusePrivateNames() {
  return {
    name: 'reuse-private-names',
    transform(code, id) {
      if (id.includes('/node_modules/')) return null;
      const found = [];
      visit(this.parse(code), new Map(), found);
      const renamed = found
        .sort((a, b) => b.start - a.start)
        .reduce((rest, { start, end, number }) => `${rest.slice(0, start)}#p${number}${rest.slice(end)}`, code);
      return { code: renamed, map: null };
    },
  };
}

/** Collects every mention of a private name with its number; `numbers` are those of the classes around. */
function visit(node, numbers, found) {
  if (node === null || typeof node !== 'object') return;
  if (node.type === 'PrivateIdentifier') found.push({ ...node, number: numbers.get(node.name) });
  const inside = node.type === 'ClassBody' ? withMembers(node, numbers) : numbers;
  Object.values(node).forEach((child) => visit(child, inside, found));
}

function withMembers({ body }, outer) {
  const own = new Set(body.flatMap(({ key }) => (key?.type === 'PrivateIdentifier' ? [key.name] : [])));
  const first = Math.max(-1, ...outer.values()) + 1;
  return new Map([...outer, ...[...own].map((name, at) => [name, first + at])]);
}
