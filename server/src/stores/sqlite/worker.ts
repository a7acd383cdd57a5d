import { parentPort, workerData } from 'node:worker_threads';
import { connectReader, connectWriter } from './connection.js';
import { GroupReader } from './group-reader.js';
import { GroupWriter } from './group-writer.js';
import {
  isWrite,
  type Answers,
  type Greeting,
  type Group,
  type Operation,
  type ReadOperation,
  type ThreadData,
} from './messages.js';
import { PageReader } from './page-reader.js';

// A thread with one connection, which answers group after group.

const port = parentPort!;

function start({ path, role, maxPages }: ThreadData): Greeting {
  const { database, settings, close } = role === 'writer' ? connectWriter(path, maxPages) : connectReader(path);
  const pages = new PageReader(database);
  const writer = role === 'writer' ? new GroupWriter(database, path, pages) : null;
  const reader = new GroupReader(database, path, pages);

  const answer = ({ operations, now }: Group): Answers => {
    const writes = operations.filter(isWrite);
    const { answers = [], committed = [] } = writer?.write(writes, now) ?? {};
    const written = answers.values();
    const read = reader.read(operations.filter(isRead)).values();
    return {
      answers: operations.map((operation) => (isWrite(operation) ? written : read).next().value!),
      committed,
    };
  };
  port.on('message', (group: Group | null) => {
    if (group === null) {
      close();
      return port.close();
    }
    port.postMessage(answer(group));
    writer?.rest();
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
