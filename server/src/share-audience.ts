import type { LiveSites } from './core/live-sites.js';
import { showComment } from './core/show-comment.js';
import { showMine } from './core/sites.js';
import type { Pulse } from './pulse/pulse.js';
import { SharedAudience } from './pulse/shared-audience.js';
import type { OpenStore } from './stores/open-store.js';

interface ShareOptions {
  readonly sites: LiveSites;
  readonly visitorChanged: (site: string, visitorId: string) => void;
}

/** Makes the audience of this server one with those of the servers that share its store. */
export function shareAudience<Frame>(
  { store, meeting }: OpenStore,
  pulse: Pulse<Frame>,
  { sites, visitorChanged }: ShareOptions,
): SharedAudience<Frame> | null {
  if (meeting === null) return null;
  return new SharedAudience<Frame>({
    ...meeting,
    pulse,
    store,
    showOwn: (ref, { mine, held }) => ({
      mine: showMine(sites.get(ref.site)!, mine),
      held: held.map((comment) => showComment(comment, 'author')),
    }),
    sites,
    visitorChanged,
  });
}
