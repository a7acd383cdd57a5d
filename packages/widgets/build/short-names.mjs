import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseAst } from 'rollup/parseAst';

/**
 * Members of our own objects that nobody outside of the embed's files ever sees, the most written first. No
 * minifier can know that; so they are listed, and what is not listed keeps its name. Never to be listed is what
 * crosses the wire, is stored, or is told to another tab, which another version may read.
 */
const INTERNAL = `
  say words isStream scene connectionChanged loadingReplies shown numberTag myVote mayPostAt look stage heard repliesTo
  drafts editableUntil undoableUntil place olderCount isKnown isWhole keepIdentity acknowledged waitingCount isLocked
  livePage isWriting announcer canonicalOf proceed isMine newerCount isFailed isAtEdge repliesCursor keep
  isWatched reveal isLoadFailed countedTo shownTo clockSkewMs hostChanged tell isMoving isLoadingReplies
  isListed replyLog desk settle isHeld waiters setSort voteLog draftOf isCurrent webSocket joinAnew
  letOthersTry missed joined listedAt fetchReplies isWanted tellAt moreReplies showReplies holdChanged
  askedAt isQuiet wasGreeted waits editableMs typed reopen isHolding beginAnew joinInput outbox showOlder
  showNewer digits isOverdue isNews want isTurned isChosen isBehind score isEnded isInert isByKey isIn beside isJump
  setReaction storageName refusal delivery opened exportMine eraseMine fetchOn hurry isOwn above wish tick told overdue lay
`.match(/\w+/g);

const { resolve } = createRequire(import.meta.url);
const filesIn = (folder, end) => readdirSync(folder).flatMap((name) => (end.test(name) ? [join(folder, name)] : []));
const dist = join(import.meta.dirname, '../dist');

/** What is said to pages, or by browsers, the wire and Lit: with that no internal name may be mistaken. */
const OUTSIDE = [
  ...filesIn(dirname(resolve('typescript')), /^lib\.(dom|es).*\.d\.ts$/),
  ...filesIn(dirname(resolve('@huzzah/protocol')), /(?<!\.test)\.(js|d\.ts)$/),
  ...['lit-html', 'lit-element', '@lit/reactive-element'].flatMap((name) =>
    filesIn(resolve(name).replace(new RegExp(`(?<=/node_modules/${name}/).*`), ''), /^[a-z-]+\.js$/),
  ),
  ...['events.d.ts', 'script/huzzah-global.d.ts', 'script/files.d.ts'].map((file) => join(dist, file)),
];

/** What names are made of: without those that are members of Lit’s, or of ours. */
const LETTERS = [...'abcdefgimqrwzABDEFGHIJKLMNPQRSUVWXYZ'];
const COMMENTS = /\/\*[^]*?\*\/|\/\/.*/g;

/** All words of these files that may be names of members. */
function wordsOf(files) {
  const words = new Set();
  for (const file of files)
    for (const [word] of readFileSync(file, 'utf8')
      .replace(COMMENTS, '')
      .matchAll(/[\w$]+(?=\??[:(;,\s}=])/g))
      words.add(word);
  return words;
}

/** Gives internal members of our objects names of a letter or two. Fails where a name is not internal, or is not there any more. */
export function shortNames() {
  const outside = wordsOf(OUTSIDE);
  const { modules } = JSON.parse(readFileSync(join(dist, 'custom-elements.json'), 'utf8'));
  const told = modules.flatMap(({ declarations = [] }) => declarations.flatMap(({ members = [] }) => members));
  for (const { name, privacy } of told) if (privacy !== 'private' && privacy !== 'protected') outside.add(name);
  const short = shorter(outside);
  const taken = new Set(short.values());
  const missing = new Set(INTERNAL);
  return {
    name: 'short-names',
    transform(code, id) {
      const found = [];
      visit(parseAst(code), found);
      const isOurs = /\/(client|widgets)\/dist\//.test(id);
      const edits = found.flatMap(({ name, use, start, end }) => {
        if (use !== 'said' && taken.has(name)) throw new Error(`short-names: ${name} is a name already, in ${id}`);
        if (!isOurs || !short.has(name)) return [];
        if (use === 'said') throw new Error(`short-names: ${name} is a text or an export too, in ${id}`);
        missing.delete(name);
        return [{ start, end: use === 'both' ? start : end, text: short.get(name) + (use === 'both' ? ':' : '') }];
      });
      edits.sort((a, b) => b.start - a.start);
      const renamed = edits.reduce((rest, { start, end, text }) => rest.slice(0, start) + text + rest.slice(end), code);
      return { code: renamed, map: null };
    },
    buildEnd(error) {
      if (!error && missing.size > 0)
        throw new Error(`short-names: nothing is called ${[...missing].join(', ')} any more`);
    },
  };
}

/** The names and what they become: the first ones letters, then two. */
function shorter(outside) {
  const public_ = INTERNAL.filter((name) => outside.has(name));
  if (public_.length > 0) throw new Error(`short-names: not ours alone are ${public_.join(', ')}`);
  const letters = [...LETTERS];
  const free = [...letters, ...letters.flatMap((a) => letters.map((b) => b + a))];
  return new Map(INTERNAL.map((name, at) => [name, free[at]]));
}

/** Collects all that may be a member's name, and how it is used: as a `key`, as key and value `both`, or `said` as a text. */
function visit(node, found) {
  if (node === null || typeof node !== 'object') return;
  const { type, computed, key, property, value } = node;
  if (type === 'Literal' && typeof value === 'string') found.push({ name: value, use: 'said' });
  if (type === 'ExportSpecifier') found.push({ name: node.exported.name, use: 'said' });
  if (/^Export\w*Declaration$/.test(type))
    for (const { id } of node.declaration?.declarations ?? [node.declaration ?? {}])
      found.push({ name: id?.name, use: 'said' });
  if (type === 'MemberExpression' && !computed) found.push({ ...property, use: 'key' });
  const isKey = /^(Property|MethodDefinition|PropertyDefinition)$/.test(type) && !computed && key.type === 'Identifier';
  if (isKey) found.push({ ...key, use: node.shorthand ? 'both' : 'key' });
  for (const [part, child] of Object.entries(node)) if (!(isKey && part === 'key')) visit(child, found);
}
