/** What the tabs of a browser share for the outbox of one server and site: the name of its channel, and of the lock to send. */
export function outboxName(storageName: string): string {
  return `${storageName}:outbox`;
}
