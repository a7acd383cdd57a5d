import type { nothing } from 'lit';
import { type TemplateResult } from 'lit';
import { partTemplate } from '../frame.js';
import type { Scene } from '../scene.js';

const BEFORE = { newest: 'newer', oldest: 'older', top: 'rest' } as const;

/** What stands before the first comment: in a stream what was said before, in a thread that was opened in its middle its beginning. */
export function beforeTemplate({ view, words, isStream }: Scene): TemplateResult | typeof nothing {
  const n = isStream ? view.olderCount : view.newerCount;
  const text = words.say(isStream ? 'older' : BEFORE[view.sort], { n });
  return partTemplate(isStream ? 'older' : 'newer', text, n, view);
}
