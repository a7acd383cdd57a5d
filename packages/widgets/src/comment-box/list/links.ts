import { html, type TemplateResult } from 'lit';

const ADDRESS = /\bhttps?:\/\/[^\s<>"]+/gi;
/** What ends a sentence rather than an address. */
const AFTER = /[.,:;!?'*_~…。、）」』》)\]}]+$/;

/**
 * A text with its web addresses as links; the texts of all parts make the whole text again.
 * Only http and https, as the URL parser sees them, and none with credentials, which are there
 * to look like another host.
 */
export function linked(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimmed(found);
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.password) continue;
    parts.push(
      text.slice(end, index),
      html`<a href=${url.href} target="_blank" rel="nofollow ugc noopener noreferrer">${address}</a>`,
    );
    end = index + address.length;
  }
  return [...parts, text.slice(end)];
}

/** Without what follows the address; a bracket that the address itself has opened is its own. */
function trimmed(address: string): string {
  const short = address.replace(AFTER, '');
  const isClosed = address[short.length] === ')' && short.lastIndexOf('(') > short.lastIndexOf(')');
  return isClosed ? `${short})` : short;
}
