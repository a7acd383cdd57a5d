import type { CommandName } from '@huzzah/protocol';
import type { Random } from './fuzz-random.js';

/** What the frames may name of an innocent visitor’s: all that could change it must be refused. */
export interface Innocent {
  readonly page: string;
  readonly commentId: string;
  readonly token: string;
}

/** What a command takes. */
export type Input = Record<string, unknown>;

/** What good frames are made of. */
export interface Source {
  readonly random: Random;
  readonly innocent: Innocent;
  readonly page: string;
  readonly commandId: string;
  /** An id that was sent before. */
  readonly known: string;
}

/** Of one’s own, or the innocent’s: that may not be done. */
function own({ random, innocent, page, commandId, known }: Source): Input {
  if (random.once(4)) return { page: innocent.page, id: innocent.commentId, commandId };
  return { page, id: random.once(5) ? innocent.commentId : known, commandId };
}

const SORTS = ['newest', 'oldest', 'top'];

/** Of each command one that is good as it stands. */
export const MAKE: Record<CommandName, (source: Source) => Input> = {
  'page.join': ({ random, page, known }) => ({
    page,
    limit: random.below(3),
    ...(random.once(3) && { since: { epoch: 'x', seq: random.below(9) } }),
    ...(random.once(3) && { sort: random.pick(SORTS), around: known }),
    ...(random.once(5) && { title: 'A page', url: 'https://fuzz.example/' }),
  }),
  'page.leave': ({ page }) => ({ page }),
  'reaction.set': ({ random, page, commandId }) => ({
    page,
    kind: random.pick(['like', 'wow', null, 'none']),
    commandId,
  }),
  'comment.post': ({ random, page, commandId, known }) => ({
    page,
    body: `Hello ${random.below(1_000)}`,
    commandId,
    ...(random.once(3) && { parentId: known }),
    ...(random.once(5) && { name: 'Eve' }),
  }),
  'comment.edit': (source) => ({ ...own(source), body: 'Changed' }),
  'comment.remove': own,
  'comment.restore': own,
  'comment.vote': ({ random, page, known, commandId }) => ({ page, id: known, value: random.below(3) - 1, commandId }),
  'comment.flag': ({ random, page, known, commandId }) => ({
    page,
    id: known,
    reason: random.pick(['spam', 'abuse', 'other']),
    commandId,
    ...(random.once(3) && { text: 'Look' }),
  }),
  'comment.list': ({ random, page, known }) => ({
    page,
    limit: 1 + random.below(3),
    ...(random.once(3) && { sort: random.pick(SORTS) }),
    ...(random.once(4) && { before: 'bm9wZQ' }),
    ...(random.once(4) && { parentId: known }),
    ...(random.once(4) && { around: known }),
  }),
  'visitor.identify': ({ random, innocent, commandId }) => ({
    sso: random.pick([null, 'x.y.z', innocent.token]),
    commandId,
  }),
  'visitor.rename': ({ random, commandId }) => ({ name: `Eve ${random.below(9)}`, commandId }),
  'visitor.export': ({ random }) => (random.once(2) ? {} : { before: 'bm9wZQ' }),
  'visitor.erase': ({ commandId }) => ({ commandId }),
};
