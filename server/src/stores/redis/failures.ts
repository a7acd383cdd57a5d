import { StoreError } from '../../core/ports.js';

/** What Redis says where it has not done a thing, by the first word of its error, and what that means for people. */
const REASONS: Readonly<Record<string, string>> = {
  MISCONF: 'Redis cannot save, and takes no writes',
  READONLY: 'this Redis is a replica',
  LOADING: 'Redis is still loading',
  BUSY: 'Redis is busy with a script',
  MASTERDOWN: 'Redis has lost its master',
  CLUSTERDOWN: 'the cluster is not whole',
  TRYAGAIN: 'a part of the cluster moves',
  MOVED: 'a part of the cluster has moved',
  ASK: 'a part of the cluster moves',
  NOREPLICAS: 'Redis has too few replicas',
  UNBLOCKED: 'Redis changes its role',
};

export function firstWordOf(error: unknown): string {
  return (error as Error).message.split(' ', 1)[0]!;
}

/** Whether Redis has answered, and by that nobody was surprised. */
export function isExpected(error: unknown): boolean {
  const word = firstWordOf(error);
  return word in REASONS || word === 'OOM' || (error as Error).name !== 'ReplyError';
}

/** What an operation is refused with that failed with `error`. */
export function failureOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const word = firstWordOf(error);
  if (word === 'OOM') {
    return new StoreError('storage_full', 'unable to store this; the memory of Redis is full', { cause: error });
  }
  const reason = REASONS[word] ?? (isExpected(error) ? 'the connection to Redis is lost' : undefined);
  return unavailable(reason ?? 'it has a fault, which the server has logged', error);
}

/** The same, and tells what nobody expected. */
export function refusalOf(error: Error, onFault: (fault: Error) => void): StoreError {
  if (!isExpected(error)) onFault(new Error(`Redis has a fault: ${error.message}`, { cause: error }));
  return failureOf(error);
}

/** What Redis says of a part of what it was asked for. */
export function replyError(text: string): Error {
  return Object.assign(new Error(text), { name: 'ReplyError' });
}

export function unavailable(reason: string, cause?: unknown): StoreError {
  return new StoreError('store_unavailable', `unable to use the store; ${reason}`, { cause });
}
