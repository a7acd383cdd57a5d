import { SOCKET_PATH } from '@huzzah/protocol';
import type { Link, LinkListener } from './link.js';
import { CLOSE, SEPARATOR } from './packets.js';

/** A UTF-16 unit is at most so many bytes of UTF-8. */
const BYTES_A_UNIT = 3;

/**
 * HTTP long-polling, for where WebSockets are blocked: a GET is always outstanding and brings what
 * the server has to say; what we say goes by POST, one at a time, with all that gathered meanwhile.
 */
export function openPolling(server: string, listener: LinkListener): Link {
  const end = new AbortController();
  const waiting: string[] = [];
  let address = `${server}${SOCKET_PATH}?EIO=4&transport=polling`;
  let maxPayload = 0;
  let isPosting = false;

  /** What the server answers; `null` where the link is over. */
  async function ask(request?: RequestInit): Promise<string | null> {
    try {
      const { signal } = end;
      const response = await fetch(address, { credentials: 'omit', signal, ...request });
      if (response.ok) return await response.text();
    } catch {
      // Not to be had, or ended.
    }
    listener.closed();
    return null;
  }

  async function poll(): Promise<void> {
    for (let said; (said = await ask()) !== null;) {
      for (const packet of said.split(SEPARATOR)) listener.heard(packet);
    }
  }

  async function post(): Promise<void> {
    isPosting = true;
    // What is said in one turn goes together.
    await Promise.resolve();
    while (waiting.length > 0 && (await ask({ method: 'POST', body: batch() })) !== null);
    isPosting = false;
  }

  /** As many packets as surely fit into one body, and one at least: it is the server’s to refuse. */
  function batch(): string {
    let body = waiting.shift()!;
    while (waiting.length > 0 && (body.length + waiting[0]!.length) * BYTES_A_UNIT < maxPayload) {
      body += SEPARATOR + waiting.shift()!;
    }
    return body;
  }

  void poll();
  return {
    opened(handshake) {
      address += `&sid=${handshake.sid}`;
      ({ maxPayload } = handshake);
    },
    send(packet) {
      waiting.push(packet);
      if (!isPosting) void post();
    },
    close() {
      end.abort();
      // Whoever stands in between need not tell the server that nobody waits for its answer any more.
      if (maxPayload > 0) void ask({ method: 'POST', body: CLOSE, signal: null });
    },
  };
}
