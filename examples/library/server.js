// A shop of its own, with Huzzah inside: on node:http, or with `fastify` as its argument on fastify.
import { createHuzzah } from '@huzzah/server';
import { createServer } from 'node:http';

const page = `<!doctype html>
<html lang="en">
  <title>The kettle</title>
  <script async src="/embed.js"></script>
  <h1>The kettle</h1>
  <online-count verb="watching"></online-count>
  <like-bar prompt="Would you buy it?"></like-bar>
  <comment-box></comment-box>
</html>`;

async function shop(port) {
  if (process.argv[2] !== 'fastify') {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    });
    return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
  }
  const { fastify } = await import('fastify');
  const app = fastify();
  app.get('/', (request, reply) => reply.type('text/html').send(page));
  await app.listen({ port });
  return app.server;
}

const server = await shop(Number(process.env.PORT ?? 3000));
const huzzah = createHuzzah({
  store: process.env.STORE ?? 'sqlite:./data/shop.db',
  sites: { default: { reactions: ['love', { kind: 'later', label: 'Maybe later', face: 'wow' }] } },
});
await huzzah.attach(server);
console.log(`The shop is open at http://localhost:${server.address().port}/`);

process.once('SIGTERM', async () => {
  await huzzah.close();
  server.close();
  server.closeAllConnections();
});
