/** A new UUID (RFC 9562, version 4). `crypto.randomUUID` is missing on plain-http pages; `getRandomValues` is not. */
export function newCommandId(): string {
  const digit = () => (crypto.getRandomValues(new Uint8Array(1))[0]! % 16).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, digit);
}
