import { parentPort, workerData } from 'node:worker_threads';
import { connectReader, connectWriter } from './connection.js';
import {
  isWrite,
  type Answer,
  type Greeting,
  type Group,
  type Operation,
  type ReadOperation,
  type ThreadData,
} from './messages.js';
import { PageReader } from './page-reader.js';
import { ReactionWriter } from './reaction-writer.js';
import { RecentCommands } from './recent-commands.js';

// A thread with one connection, which answers group after group.

const port = parentPort!;

function start({ path, role, maxPages }: ThreadData): Greeting {
  const { database, settings, close } = role === 'writer' ? connectWriter(path, maxPages) : connectReader(path);
  const pages = new PageReader(database, path);
  const commands = role === 'writer' ? new RecentCommands(database, () => performance.now()) : null;
  const writer = commands && new ReactionWriter({ database, path, pages, commands });

  const answer = ({ operations, now }: Group): Answer[] => {
    const written = writer?.write(operations.filter(isWrite), now).values();
    const read = pages.read(operations.filter(isRead)).values();
    return operations.map((operation) => (isWrite(operation) ? written! : read).next().value!);
  };
  port.on('message', (group: Group | null) => {
    if (group !== null) return port.postMessage(answer(group));
    close();
    port.close();
  });
  return { settings };
}

function isRead(operation: Operation): operation is ReadOperation {
  return !isWrite(operation);
}

/** A thread that cannot start says why, and ends by itself. */
function greeting(): Greeting {
  try {
    return start(workerData as ThreadData);
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

port.postMessage(greeting());
