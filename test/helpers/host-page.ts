import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface HostPage {
  readonly html: string;
  /** Default: `en`. */
  readonly lang?: string;
  readonly headers?: Record<string, string>;
  /** Served at `/host.css`. */
  readonly css?: string;
}

/** A site of its own, on its own origin, which serves one page at every path; its address. */
export async function hostSite({ html, lang = 'en', headers = {}, css = '' }: HostPage): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/host.css') return void response.setHeader('content-type', 'text/css').end(css);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end(`<!doctype html><html lang="${lang}"><meta charset="utf-8">${html}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** The script of a server, as a page embeds it. */
export function scriptTag(url: string, attributes = ''): string {
  return `<script async src="${url}/embed.js" ${attributes}></script>`;
}
