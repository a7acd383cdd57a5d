import type { WireError } from '@huzzah/protocol';
import type { MessageKey } from '../../locales/locale.js';
import type { Words } from '../../words.js';

const MINUTE_S = 60;

/** As it crosses the wire, or as a promise rejects with it. */
type Refusal = Pick<WireError, 'code' | 'reason'> & { readonly retryAfterMs?: number | undefined };

/** What fills the gaps of a refusal's words, where its code does not say it. */
export interface RefusalGaps {
  /** Characters too many. */
  readonly over?: number;
  readonly slowModeMs?: number;
}

/** What a reader is told of a refusal of something that he wrote or did; '' where there is nothing to tell. */
export function refusalText(words: Words, { code, reason, retryAfterMs = 0 }: Refusal, gaps: RefusalGaps = {}): string {
  const values = {
    n: gaps.over ?? 1,
    s: Math.max(1, Math.ceil(retryAfterMs / 1_000)),
    every: duration((gaps.slowModeMs ?? 0) / 1_000, words.numberTag),
    time: new Date(Date.now() + retryAfterMs).toLocaleTimeString(words.numberTag, { timeStyle: 'short' }),
    reason: reasonText(words, reason),
  };
  return words.refusal(code, values) ?? '';
}

/** What he is told of a comment that is kept from being sent; without a refusal it is of another week. */
export function failureText(words: Words, refusal: Refusal | null, gaps: RefusalGaps): string {
  const why = refusal ? refusalText(words, refusal, gaps) : '';
  return refusal?.code === 'rejected' ? why : `${words.say('failed')} ${why}`;
}

/** Why a rule holds or refuses a text; '' for a rule of a newer server. */
export function reasonText(words: Words, reason: WireError['reason']): string {
  return words.has(`reason.${reason?.code ?? ''}`) ? words.say(`reason.${reason!.code}` as MessageKey) : '';
}

function duration(seconds: number, tag: string): string {
  const [n, unit] = seconds < MINUTE_S ? [seconds, 'second'] : [seconds / MINUTE_S, 'minute'];
  return new Intl.NumberFormat(tag, { style: 'unit', unit, maximumFractionDigits: 1 }).format(n);
}
