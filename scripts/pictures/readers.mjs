import { io } from 'socket.io-client';
import { visitorIdOf } from './talk-store.mjs';
import { STREAM } from './talk.mjs';

/** Lines of a busy stream come so fast. */
const LINE_EVERY_MS = 33;

/** The others in a picture: they come, react and talk over real connections. */
export class Readers {
  #url;
  #tokens;

  constructor(url, tokens) {
    this.#url = url;
    this.#tokens = tokens;
  }

  /** Puts readers on a page, each with his reaction; returns those who stay. */
  async fill(site, page, { counts, others }) {
    const kinds = Object.entries(counts).flatMap(([kind, count]) => Array(count).fill(kind));
    const come = async (i) => {
      const reader = await this.#connect(site);
      if (kinds[i]) await reader.emitWithAck('reaction.set', { page, kind: kinds[i], commandId: crypto.randomUUID() });
      if (i < others) await reader.emitWithAck('page.join', { page, limit: 0 });
      else reader.disconnect();
      return reader;
    };
    return Promise.all(Array.from({ length: Math.max(kinds.length, others) }, (_, i) => come(i)));
  }

  async #connect(site, name) {
    const token = name && (await this.#tokens.issue(site, visitorIdOf(name)));
    const auth = { v: 1, site, ...(token && { token }) };
    const reader = io(this.#url, { forceNew: true, transports: ['websocket'], auth });
    await new Promise((resolve) => reader.once('visitor.session', resolve));
    return reader;
  }

  /** Somebody else posts a comment on a page. */
  async say({ site, page }, name, body) {
    const reader = await this.#connect(site, name);
    const command = { page, body, name, commandId: crypto.randomUUID() };
    const reply = await reader.emitWithAck('comment.post', command);
    reader.disconnect();
    if (!reply.ok) throw new Error(reply.error.message);
  }

  /** A crowd says so many lines, as fast as in a busy stream. */
  async speak({ site, page, lang }, count) {
    const lines = STREAM[lang];
    const readers = new Map();
    for (const [name] of lines) readers.set(name, await this.#connect(site, name));
    for (let index = 0; index < count; index += 1) {
      const [name, body] = lines[(index * 4) % lines.length];
      const command = { page, body, name, commandId: crypto.randomUUID() };
      await readers.get(name).emitWithAck('comment.post', command);
      await new Promise((resolve) => setTimeout(resolve, LINE_EVERY_MS));
    }
    for (const reader of readers.values()) reader.disconnect();
  }
}
