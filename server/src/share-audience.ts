import type { Config } from './config.js';
import type { Store } from './core/ports.js';
import type { LiveSites } from './core/live-sites.js';
import { showComment } from './core/show-comment.js';
import { showMine } from './core/sites.js';
import type { Pulse } from './pulse/pulse.js';
import { SharedAudience } from './pulse/shared-audience.js';
import { openMeetingOf } from './stores/open-store.js';

interface ShareOptions {
  readonly sites: LiveSites;
  readonly visitorChanged: (site: string, visitorId: string) => void;
}

/** Makes the audience of this server one with those of the servers that share its store; `null` where none do. */
export async function shareAudience<Frame>(
  config: Config,
  store: Store,
  pulse: Pulse<Frame>,
  { sites, visitorChanged }: ShareOptions,
): Promise<{ audience: SharedAudience<Frame>; close(): Promise<void> } | null> {
  const meeting = await openMeetingOf(config.store);
  if (meeting === null) return null;
  const audience = new SharedAudience<Frame>({
    pulse,
    store,
    bus: meeting.bus,
    presence: meeting.presence,
    showOwn: (ref, { mine, held }) => ({
      mine: showMine(sites.get(ref.site)!, mine),
      held: held.map((comment) => showComment(comment, 'author')),
    }),
    sites,
    visitorChanged,
  });
  return {
    audience,
    async close() {
      await audience.close();
      meeting.close();
    },
  };
}
