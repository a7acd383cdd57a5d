import type { ReactionOutcome, ReactionWrite } from '../../core/records.js';
import { pageIdOf } from './keys.js';
import { recordOf } from './page-record.js';
import type { Done, PageScripts } from './page-scripts.js';
import { packId } from './short-ids.js';

/** Of a commandId that is kept with its mark: enough that no visitor meets his own again. */
const TAIL = 7;

/** Sets a mark; see `scripts/react.lua`. */
export function setReaction(scripts: PageScripts, write: ReactionWrite): Promise<ReactionOutcome> {
  const { ref, visitorId, kind, commandId, onlyIfKnown = false } = write;
  const content = `r${pageIdOf(ref)}${kind ?? ''}`;
  const holds = kind === null ? null : 'other';
  const command = { ref, visitorId, commandId, content, isLong: false, onlyIfKnown, holds } as const;
  const args = [kind ?? '', packId(commandId).subarray(-TAIL)];
  return scripts.run(
    'react',
    command,
    () => [],
    args,
    (reply): Done<ReactionOutcome> => {
      const status = String(reply[0]);
      if (status === 'conflict' || status === 'unknown') return { outcome: { status } };
      const record = recordOf(reply[1] as Buffer);
      const [mine, previous] = [kindOf(reply[2] as Buffer), kindOf(reply[3] as Buffer)];
      const outcome: ReactionOutcome = { status: status as 'applied' | 'repeated', record, mine, previous };
      const isTold = status === 'repeated' || mine !== previous;
      return { outcome, ...(isTold && { committed: { record, changes: [], votes: {} } }) };
    },
  );
}

function kindOf(text: Buffer): string | null {
  return text.length === 0 ? null : text.toString();
}
