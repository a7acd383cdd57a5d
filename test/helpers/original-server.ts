import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type ServerOptions } from 'socket.io';
import { onTestFinished } from 'vitest';

/** Socket.IO's own server, with nothing of ours; closed after the test. */
export async function originalServer(options: Partial<ServerOptions> = {}): Promise<{ io: Server; url: string }> {
  const http = createServer();
  const io = new Server(http, { serveClient: false, ...options });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void io.close());
  return { io, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}
