/** For tests: a pulse whose frames are what readers parse, and who writes them down. */
import type { PagePulse } from '@huzzah/protocol';
import type { Viewer } from '../core/ports.js';
import { Pulse } from './pulse.js';
import { showChange } from './test-page.js';

/** A viewer that writes down what it is given, and can be made to be behind. */
export class Listener implements Viewer<PagePulse> {
  readonly heard: PagePulse[] = [];
  /** Frames that were handed over as ones that must go. */
  mustGo = 0;
  isBehind = false;
  readonly visitorId: string;

  constructor(visitorId: string) {
    this.visitorId = visitorId;
  }

  deliver(pulse: PagePulse, mustGo = false): boolean {
    if (mustGo) this.mustGo += 1;
    if (this.isBehind && !mustGo) return false;
    this.heard.push(pulse);
    return true;
  }

  /** The `seq` of every change that was heard, in the order heard. */
  get seqs(): number[] {
    return this.heard.flatMap(({ changes = [] }) => changes.map(({ seq }) => seq));
  }
}

/** A pulse whose frames are what their readers parse. */
export class TestPulse extends Pulse<PagePulse> {
  /** The `encoded`, the `longest` of them in bytes on the wire, and the id of each comment that was made ready. */
  readonly made: { encoded: number; longest: number; shown: string[] };

  constructor() {
    const made: TestPulse['made'] = { encoded: 0, longest: 0, shown: [] };
    super({
      encode: (json) => {
        made.encoded += 1;
        made.longest = Math.max(made.longest, Buffer.byteLength(`42["page.pulse",${json}]`));
        return JSON.parse(json) as PagePulse;
      },
      showTally: (_ref, { counts, version }) => ({ counts, version }),
      showChange: (change) => {
        made.shown.push(change.comment.id);
        return showChange(change);
      },
    });
    this.made = made;
  }
}
