import { fileURLToPath } from 'node:url';

const standIn = (name) => fileURLToPath(new URL(`stand-ins/${name}.mjs`, import.meta.url));

/** Modules for which ours stand in: the same contract, less the parts that Huzzah never uses. */
const STAND_INS = {
  'socket.io-parser': standIn('socket-parser'),
  'engine.io-parser': standIn('engine-parser'),
  './contrib/parseuri.js': standIn('parse-uri'),
};

/** Only these transports: WebSocket, and polling by fetch where that is blocked. Socket.IO's own option keeps the code of all. */
const TRANSPORTS = `
  import { Fetch } from './polling-fetch.js';
  import { WS } from './websocket.js';
  export const transports = { websocket: WS, polling: Fetch };`;

/** What the transport takes from Engine.IO's index, which brings all transports otherwise. */
const ENGINE = `
  export { Socket } from './socket.js';
  export { installTimerFunctions } from './util.js';
  export { parse } from './contrib/parseuri.js';
  export { nextTick } from './globals.js';`;

/** What @huzzah/client takes from Socket.IO's index. */
const SOCKET = (code) => code.replace(/^export \{ (?:protocol|Fetch).*$/gm, '');

/**
 * Methods that neither @huzzah/client nor the others ever call. Engine.IO's probe for a better
 * transport is one: who fell back to polling has struck WebSocket off his list.
 */
const UNUSED = {
  'socket.io-client/build/esm/socket.js': [
    'send',
    '_addToQueue',
    'onAny',
    'prependAny',
    'offAny',
    'listenersAny',
    'onAnyOutgoing',
    'prependAnyOutgoing',
    'offAnyOutgoing',
    'listenersAnyOutgoing',
    'compress',
    'volatile',
    'disconnected',
    'close',
  ],
  'socket.io-client/build/esm/manager.js': ['connect', 'disconnect'],
  'engine.io-client/build/esm/socket.js': ['_probe', 'send'],
  'engine.io-client/build/esm/transports/polling.js': ['pause'],
};

/**
 * Makes Socket.IO's client a third smaller, for the embed alone: no binary packets, no
 * WebTransport, no catch-all listeners, no retries of its own (ours outlive a reload). Fails
 * where a new version is built in another way, so that nothing is left out unseen.
 */
export function slimSocket() {
  const seen = new Set();
  return {
    name: 'slim-socket',
    resolveId(source, importer) {
      const found = importer?.includes('/node_modules/') ? STAND_INS[source] : undefined;
      if (found) seen.add(source);
      return found ?? null;
    },
    load(id) {
      if (id.endsWith('/engine.io-client/build/esm/transports/index.js')) return TRANSPORTS;
      if (id.endsWith('/engine.io-client/build/esm/index.js')) return ENGINE;
      return null;
    },
    transform(code, id) {
      if (id.endsWith('/socket.io-client/build/esm/index.js')) return { code: SOCKET(code), map: null };
      const file = Object.keys(UNUSED).find((name) => id.endsWith(name));
      if (file === undefined) return null;
      seen.add(file);
      return { code: withoutMethods(code, this.parse(code), UNUSED[file]), map: null };
    },
    buildEnd(error) {
      const missing = [...Object.keys(STAND_INS), ...Object.keys(UNUSED)].filter((name) => !seen.has(name));
      if (!error && missing.length > 0) throw new Error(`slim-socket: nothing imports ${missing.join(', ')} any more`);
    },
  };
}

function withoutMethods(code, { body }, names) {
  const methods = body
    .map((node) => node.declaration ?? node)
    .filter(({ type }) => type === 'ClassDeclaration')
    .flatMap((declaration) => declaration.body.body)
    .filter(({ type, key }) => type === 'MethodDefinition' && names.includes(key.name));
  if (methods.length !== names.length)
    throw new Error(`slim-socket: of ${names.join(', ')} only ${methods.length} are there`);
  return methods.reverse().reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code);
}
