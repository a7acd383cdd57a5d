const HASH = /^#huzzah-([\da-f-]{36})$/;

/** The comment that the address of the page names; `undefined` where it names none. */
export function addressedComment(): string | undefined {
  return HASH.exec(location.hash)?.[1];
}

/** The address of the page, naming a comment. */
export function addressOf(id: string): string {
  const url = new URL(location.href);
  url.hash = `huzzah-${id}`;
  return url.href;
}
