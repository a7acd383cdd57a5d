import type { Link, OpenLink } from './link.js';

/** Long-polling, whose code comes with the first who needs it, for most never do. Where it does not come the link is closed. */
export const openPolling: OpenLink = (server, listener) => {
  let link: Link | undefined;
  let isOver = false;
  import('./polling-link.js').then(
    (polling) => {
      if (!isOver) link = polling.openPolling(server, listener);
    },
    () => listener.closed(),
  );
  return {
    opened: (handshake) => link!.opened(handshake),
    send: (packet) => link!.send(packet),
    close() {
      isOver = true;
      link?.close();
    },
  };
};
