/**
 * Writes the docs that a program can write: `docs/errors.md`, `limits.md`, `settings.md`,
 * `access.md` and `elements.md`. With `--check` it writes nothing, and fails where one is not as it would be.
 */
import {
  ADDRESS_FACTOR,
  ERRORS,
  GUEST_REACTIONS_A_PAGE,
  LIMITS,
  NEW_VISITORS,
  RATES,
  SITE_LIMITS,
} from '@huzzah/protocol';
import { ACCESS, ASKERS, DOOR, SETTINGS, TARGETS } from '@huzzah/server';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { elementsPage } from './elements-page.mjs';

const isCheck = process.argv.includes('--check');
const HEADER = '<!-- Written by scripts/generate-docs.mjs: change its source, then run npm run docs. -->\n\n';

const LIMITS_SOURCE = readFileSync('packages/protocol/src/limits.ts', 'utf8');

const RETRY = { never: 'no', after: 'after `retryAfterMs`', same: 'the same command, with the same commandId' };

const PAGES = {
  'docs/errors.md': () =>
    `# Codes of refusal\n\nWith one of these the server says no: in a reply, a \`connect_error\`, or an HTTP body \`{error: {code, message}}\`.\n\n` +
    table(
      ['code', 'HTTP', 'send it again?', 'meaning'],
      Object.entries(ERRORS).map(([code, { http, retry, meaning }]) => [`\`${code}\``, http, RETRY[retry], meaning]),
    ),
  'docs/limits.md': () =>
    `# Limits\n\nEvery number that a stranger can run into, with its reason.\n\n` +
    table(['limit', 'value', 'what it is, and why'], limitRows(LIMITS)) +
    `\n## What a site may set\n\nIn \`huzzah.config.json\`, as \`limits\` of the site.\n\n` +
    table(['limit', 'default', 'what it is'], limitRows(SITE_LIMITS)) +
    `\n## How often\n\nOf a visitor; ${ADDRESS_FACTOR} times as often from one address (IPv4, or the /64 of IPv6). Past it a command is \`rate_limited\`. From one address as many visitors do something for the first time as ${sayRate(NEW_VISITORS)}, and on one page as many guests’ reactions count as ${sayRate(GUEST_REACTIONS_A_PAGE)}: the bound on stuffing. \`HUZZAH_LIMITS=off\` lifts all of these.\n\n` +
    table(['rate', 'value', 'of what, and why'], rateRows()),
  'docs/settings.md': () =>
    `# Settings\n\nFlags go over the environment, which goes over \`huzzah.config.json\`. All are checked at the start; each fault is named.\n\n` +
    table(
      ['flag', 'environment', 'in the file', 'default', 'meaning'],
      Object.entries(SETTINGS).map(([name, row]) => [
        `\`--${row.flag}\``,
        `\`${row.env}\``,
        `\`${name}\``,
        row.shown ?? `\`${row.standard}\``,
        row.meaning,
      ]),
    ),
  'docs/access.md': () =>
    `# Who may do what\n\nEvery command there is, as each asker is answered: \`ok\`, or by the [code](errors.md) of the refusal. A test tries each. Who one is only the token says, and that only the server gives; nothing in a command or in \`auth\` gives a role.\n\n` +
    table(
      ['command', ...Object.values(ASKERS)],
      Object.entries(ACCESS).map(([name, { asks }]) => [`\`${name}\``, ...Object.keys(ASKERS).map((one) => asks[one])]),
    ) +
    `\n## Whose comment it is\n\nOf one who may ask.\n\n` +
    table(
      ['command', ...Object.values(TARGETS)],
      Object.entries(ACCESS).flatMap(([name, { about }]) =>
        about ? [[`\`${name}\``, ...Object.keys(TARGETS).map((one) => about[one])]] : [],
      ),
    ) +
    `\n## At the door\n\nWhat a connection shows, and who comes in by it, or how it is refused. The HTTP routes know no visitor: they read what is published, for the origins of its site.\n\n` +
    table(['shown', 'comes in as, or is refused'], Object.entries(DOOR)),
  'docs/elements.md': elementsPage,
};

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** Limits, with the comments that stand above them in their source. */
function limitRows(limits) {
  return Object.entries(limits).map(([name, value]) => [`\`${name}\``, value.toLocaleString('en'), meaningOf(name)]);
}

/** The comment above a name in the source of the limits. */
function meaningOf(name) {
  return new RegExp(`/\\*\\* ([^\\n]*?) \\*/\\n\\s+${name}:`).exec(LIMITS_SOURCE)[1];
}

function rateRows() {
  return Object.entries(RATES).map(([name, rates]) => [`\`${name}\``, rates.map(sayRate).join('; '), meaningOf(name)]);
}

function sayRate({ points, perMs, burst }) {
  const time =
    perMs >= 3_600_000 ? `${perMs / 3_600_000} h` : perMs >= 60_000 ? `${perMs / 60_000} min` : `${perMs / 1_000} s`;
  return `${points} in ${time}${burst === undefined ? '' : `, ${burst} at once`}`;
}

const stale = [];
for (const [path, write] of Object.entries(PAGES)) {
  const options = { ...(await resolveConfig(path)), parser: 'markdown' };
  const text = await format(HEADER + write(), options);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (isCheck) stale.push(path);
  else writeFileSync(path, text);
}
if (stale.length > 0) {
  console.error(`Not as they would be written: ${stale.join(', ')}. Run npm run docs, and commit what it changes.`);
  if (process.env.CI) execFileSync('git', ['status', '--short'], { stdio: 'inherit' });
  process.exitCode = 1;
}
