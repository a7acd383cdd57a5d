/** How the command line speaks to the server that runs on the same store: a line of JSON each way, over a socket of this user alone. */
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { relative, resolve } from 'node:path';

/** Longer than any request; who sends more is cut off. */
const MOST_BYTES = 262_144;
/** A running server answers in a moment, or its store is in trouble: then after the time that a store has. */
const PATIENCE_MS = 10_000;
/** What a system takes for the address of a socket. */
const PATH_BYTES = 103;

/** Beside the store, `null` where that is in memory: it is nobody else's. */
export function socketOf(storePath: string): string | null {
  return storePath === ':memory:' ? null : `${storePath}.sock`;
}

/**
 * Answers each request that comes to `path`, which only this user may use. To be called by the one
 * server that has the store: what is at `path` was left by one that was killed. Rejects where the
 * path is too long. Resolves with the function that ends it.
 */
export async function listenLocally(path: string, answer: (request: unknown) => Promise<object>): Promise<() => void> {
  const address = shortest(path);
  if (Buffer.byteLength(address) > PATH_BYTES) throw new Error(`${path} is too long for a local socket`);
  rmSync(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    readLine(socket)
      .then(async (line) => socket.end(`${JSON.stringify(await answer(JSON.parse(line)))}\n`))
      // What is no request has no answer.
      .catch(() => socket.destroy());
  });
  // The system binds it at once, with the rights that a file made now would have.
  const mask = process.umask(0o177);
  const listening = new Promise<void>((done, fail) => server.once('error', fail).listen(address, done));
  process.umask(mask);
  await listening;
  return () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
}

/** Asks the server at `path`; `undefined` where none runs. Rejects where it does not answer. */
export async function askLocally(path: string, request: object): Promise<unknown> {
  const socket = connect(shortest(path));
  try {
    await new Promise<void>((done, fail) => socket.once('error', fail).once('connect', done));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    throw new Error(`unable to speak to the running server at ${path}; ${(error as Error).message}`, { cause: error });
  }
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.write(`${JSON.stringify(request)}\n`);
  const line = await readLine(socket);
  socket.destroy();
  return JSON.parse(line);
}

/** A path from here is often shorter, and as good. */
function shortest(path: string): string {
  const [whole, near] = [resolve(path), relative(process.cwd(), path)];
  return near.length < whole.length ? near : whole;
}

function readLine(socket: Socket): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) done(text.slice(0, end));
      else if (text.length > MOST_BYTES) socket.destroy();
    });
    socket.on('error', fail).on('close', () => fail(new Error('the running server did not answer')));
  });
}
