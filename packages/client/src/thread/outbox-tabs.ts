import { openChannel } from '../channel.js';
import type { PageConnection } from '../page-connection.js';
import { outboxName } from './outbox-name.js';

const channels = new WeakMap<PageConnection, BroadcastChannel | null>();

/** The channel on which the threads of a connection hear of what other tabs send: one, for a browser is slow to let go of one that has ended. */
export function outboxTabs(connection: PageConnection): BroadcastChannel | null {
  const known = channels.get(connection);
  if (known !== undefined) return known;
  const channel = openChannel(outboxName(connection.storageName));
  channels.set(connection, channel);
  return channel;
}
