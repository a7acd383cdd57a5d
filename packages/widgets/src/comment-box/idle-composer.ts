import { SITE_LIMITS } from '@huzzah/protocol';
import type { TemplateResult } from 'lit';
import { composerTemplate } from './composer-template.js';
import type { Scene } from './scene.js';

/** The field as it is until somebody stirs: before anything is written. */
export function idleComposer({ words, page, placeholder, isStream }: Scene): TemplateResult {
  const max = (page.site?.limits ?? SITE_LIMITS).maxCharacters;
  return composerTemplate(
    {
      field: words.say(isStream ? 'field.stream' : 'field'),
      placeholder,
      counter: words.say('counter', { n: 0, max }),
      verb: words.say(page.state === 'offline' ? 'later' : isStream ? 'send' : 'post'),
      isQuiet: true,
      isStream,
    },
    'counter',
  );
}
