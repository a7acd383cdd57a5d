import { loadConfig, makeLogger, startServer, type RunningServer } from '@huzzah/server';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';

/** All visitors of a test come from one address. */
const STANDARD = { PORT: '0', HUZZAH_STORE: 'sqlite::memory:', HUZZAH_LIMITS: 'off' };

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huzzah-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestServer extends RunningServer {
  /** Lines of the log, as JSON. */
  readonly log: readonly string[];
}

interface TestServerOptions {
  /** As in `huzzah.config.json`. */
  readonly file?: object;
  readonly env?: Record<string, string>;
  readonly folder?: string;
}

/** A real server in this process, on a free port and in memory unless the options say otherwise; closed after the test. */
export async function startTestServer({
  file = {},
  env = {},
  folder = temporaryFolder(),
}: TestServerOptions = {}): Promise<TestServer> {
  writeFileSync(join(folder, 'huzzah.config.json'), JSON.stringify(file));
  const config = loadConfig({ flags: {}, env: { ...STANDARD, ...env }, folder });
  const log: string[] = [];
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const server = await startServer(config, makeLogger(out as NodeJS.WriteStream));
  onTestFinished(() => server.close());
  return { ...server, log };
}
