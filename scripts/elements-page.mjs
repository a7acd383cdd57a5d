import { readFileSync } from 'node:fs';

/** `docs/elements.md`, from the custom-elements manifest of the widgets. */
export function elementsPage() {
  const manifest = JSON.parse(readFileSync('packages/widgets/dist/custom-elements.json', 'utf8'));
  const elements = manifest.modules.flatMap(({ declarations = [] }) => declarations.filter(({ tagName }) => tagName));
  return `# Elements\n\n${elements.map(elementSection).join('\n')}`;
}

function elementSection({
  tagName,
  description,
  attributes = [],
  members = [],
  slots = [],
  cssParts = [],
  cssProperties = [],
  events = [],
}) {
  const readOnly = members.filter(
    ({ kind, readonly, privacy }) => kind === 'field' && readonly && (privacy ?? 'public') === 'public',
  );
  const methods = members.filter(({ kind, privacy, description }) => kind === 'method' && !privacy && description);
  return [
    `## \`<${tagName}>\`\n\n${description}\n`,
    list(
      'Attributes, also properties',
      attributes,
      ({ name, default: standard, description }) =>
        `\`${name}\`${standard ? ` (\`${standard}\`)` : ''}: ${description ?? ''}`,
    ),
    list('Read-only properties', readOnly, described),
    list('Methods', methods, described),
    list('Slots', slots, described),
    list('Parts', cssParts, described),
    list('Custom properties', cssProperties, described),
    list('Events', events, described),
  ].join('');
}

const described = ({ name, description }) => `\`${name}\`: ${description ?? ''}`;

function list(title, rows, write) {
  const shown = rows.filter(({ name }) => name && !name.startsWith('_'));
  if (shown.length === 0) return '';
  return `\n**${title}**\n\n${shown.map((row) => `- ${write(row).replace(/\s+/g, ' ').trim()}\n`).join('')}`;
}
