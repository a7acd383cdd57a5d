import { openSqliteStore } from '../../server/dist/stores/sqlite/sqlite-store.js';
import { TALKS } from './talk.mjs';

/** It is this moment in every picture, on the clock of every page. */
export const NOW = Date.UTC(2026, 9, 15, 9, 0, 20);
const MINUTE = 60_000;

let count = 0;
const newId = () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;

/** Who a name is, the same in every run: of it comes the hue. */
export const visitorIdOf = (name) =>
  `picture-${[...(name ?? 'guest')].map((c) => c.codePointAt(0).toString(36)).join('-')}`;

/**
 * Writes what was said on pages before the server starts, each comment at its time, and closes
 * the store. Returns the ids of all comments, by page, in the order of the talk.
 *
 * @param pages `{site, page, talk, lang}` of each
 */
export async function fillStore(path, pages) {
  let now = NOW;
  const store = await openSqliteStore(path, { clock: { now: () => now } });
  const idsOf = new Map();
  for (const { site, page, talk, lang } of pages) {
    const ref = { site, page };
    const said = TALKS[talk](lang).flatMap(([name, ago, ups, body, more = {}]) => {
      const top = { id: newId(), parentId: null, name, ago, ups, body, ...more };
      const replies = (more.replies ?? []).map(([name, ago, ups, body, more]) => ({
        ...{ id: newId(), parentId: top.id, name, ago, ups, body },
        ...more,
      }));
      return [top, ...replies];
    });
    idsOf.set(
      page,
      said.map(({ id }) => id),
    );
    for (const comment of [...said].sort((a, b) => b.ago - a.ago)) {
      now = NOW - comment.ago * MINUTE;
      await post(store, ref, comment);
    }
    now = NOW;
    for (const comment of said) await finish(store, ref, comment);
  }
  await store.close();
  return idsOf;
}

const command = (visitorId, commandId = newId()) => ({ visitorId, commandId, fingerprint: commandId });

async function post(store, ref, { id, parentId, name, body, role = 'visitor' }) {
  const visitorId = visitorIdOf(name);
  const author = { id: visitorId, name: name ?? 'Guest', role };
  const outcome = await store.writeComment({
    ...command(visitorId, id),
    ...{ type: 'post', ref, body: body || '…', parentId, author, isRename: false, status: 'published', reason: null },
  });
  if (outcome.status !== 'applied') throw new Error(`unable to say “${body}”; ${outcome.status}`);
}

async function finish(store, ref, { id, name, body, ups, isEdited, removedBy }) {
  for (let voter = 0; voter < ups; voter += 1)
    await store.setVote({ ...command(`picture-voter-${voter}`), ref, id, value: 1 });
  const change = { ...command(visitorIdOf(name)), ref, id, ifVersion: 1 };
  if (isEdited) await store.writeComment({ ...change, type: 'edit', body });
  if (removedBy) await store.writeComment({ ...change, type: 'remove', removedBy });
}
