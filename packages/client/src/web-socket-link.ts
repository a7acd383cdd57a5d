import { SOCKET_PATH } from '@huzzah/protocol';
import type { Link, LinkListener } from './link.js';

/** A WebSocket: a message is a packet. */
export function openWebSocket(server: string, listener: LinkListener): Link {
  const socket = new WebSocket(`${server.replace('http', 'ws')}${SOCKET_PATH}?EIO=4&transport=websocket`);
  socket.onmessage = ({ data }: MessageEvent<string>) => listener.heard(data);
  // Not every Node says `close` where the connection failed.
  socket.onclose = socket.onerror = () => listener.closed();
  return {
    opened() {},
    send: (packet) => socket.send(packet),
    close: () => socket.close(),
  };
}
