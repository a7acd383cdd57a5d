import { LIMITS, type CommandName } from '@huzzah/protocol';
import { COMMAND_SCHEMAS } from '@huzzah/protocol/schemas';
import { MAKE, type Input, type Innocent, type Source } from './fuzz-commands.js';
import { Random } from './fuzz-random.js';

const COMMANDS = Object.keys(COMMAND_SCHEMAS) as CommandName[];
const PAGES = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? `fuzz-${i}` : `https://fuzz.example/${i}?b=2&a=1#x`));
/** Of commands of one connection: below what may be under way at once. */
const KEPT = 50;
/** In bytes, beside what is around it in a frame. */
const MOST = LIMITS.frameBytes - 2_000;

const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'toJSON',
  'then',
  'role',
  'status',
  '',
  'at',
];
const EVENTS = [
  ...HOSTILE_KEYS,
  'error',
  'message',
  'PAGE.JOIN',
  'page.join ',
  'page.pulse',
  'visitor.session',
  'moderation.act',
  'settings.set',
  'hasOwnProperty',
  'x'.repeat(500),
  '\u0000',
  '\ud800',
];
/** Those that Socket.IO keeps for itself, and what is no name at all. */
const NO_EVENTS = ['connect', 'disconnect', 'disconnecting', 'newListener', 'removeListener', null, {}, [], true];

const TEXTS = [
  '',
  ' \t\r\n',
  '\u0000',
  '\u202eevil\u202c',
  '\u2066x',
  '\ud800',
  'x\udfff',
  '\ufeff',
  '\u200b\u200d\ufe0f',
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE comments; --",
  '${7*7}{{7*7}}%00%0a',
  'https://fuzz.example/%zz?%',
  'javascript:alert(1)',
  'http://[::1',
  'file:///etc/passwd',
  '../../etc/passwd',
  '1e309',
  'NaN',
  'null',
  '\u2028\u2029\u0085',
];
/** Seldom, so that there are many frames in a second. */
const LONG_TEXTS = [
  '👨‍👩‍👧‍👦'.repeat(60),
  '\u1100\u1161\u11a8'.repeat(100),
  '﷽'.repeat(200),
  'ß'.repeat(500),
  'x'.repeat(9_000),
  `Z${'\u0301'.repeat(500)}`,
];
const NUMBERS = [0, -0, -1, 0.5, 1e-320, 2 ** 31, 2 ** 53, -(2 ** 53), 1.7e308, 100, 101, 1e21];
/** Written as they stand, where JSON has no value for them. */
const RAW = ['1e999', '-1e999', '['.repeat(3_000) + ']'.repeat(3_000), '{"a":'.repeat(1_000) + '0' + '}'.repeat(1_000)];
const RAW_MARK = '\ue000raw';

/** Hostile and half-hostile frames, all of them from one seed. */
export class FuzzFrames {
  readonly random: Random;
  readonly #innocent: Innocent;
  /** Ids that were sent, and may be of comments. */
  readonly #ids: string[] = [];
  #nextAck = 0;

  constructor(seed: number, innocent: Innocent) {
    this.random = new Random(seed);
    this.#innocent = innocent;
  }

  /** A packet that parses as a command, or nearly, and must be answered. */
  command(): string {
    const { random } = this;
    const ack = random.once(500) ? 2 ** 60 : this.ack();
    const name = random.pick(COMMANDS);
    const event = random.once(40) ? random.pick<unknown>([...EVENTS, random.below(9)]) : name;
    return `42${ack}${this.#written(event, () => this.#args(name))}`;
  }

  /** A packet that nobody need answer: without an acknowledgement, or one itself. */
  silent(): string {
    const { random } = this;
    const written = this.#written(random.pick(COMMANDS), () => this.#args(random.pick(COMMANDS)));
    return random.once(3) ? `43${random.below(1_000)}${written}` : `42${written}`;
  }

  /** What may be no packet at all, for which its connection may be ended. */
  junk(): string {
    const { random } = this;
    const frame = this.command();
    switch (random.below(8)) {
      case 0:
        return frame.slice(0, random.below(frame.length));
      case 1:
        return `${random.below(10)}${frame.slice(1)}`;
      case 2:
        return `4${random.below(10)}${frame.slice(2)}`;
      case 3:
        return `42${this.ack()}${this.#written(random.pick(NO_EVENTS), () => [{}])}`;
      case 4:
        return `4${random.pick(['5', '6'])}${random.pick(['', '0', '1', '99', '-1', '1e9'])}-${frame.slice(2)}`;
      case 5:
        return `42/${random.pick(['', 'admin', '__proto__', 'a,b', '/'])},${frame.slice(2)}`;
      case 6:
        return random.pick([
          '',
          '0',
          '1',
          '2',
          '2probe',
          '3',
          '3probe',
          '5',
          '6',
          'b',
          'bAAEC',
          'b4%',
          '40',
          '41',
          '44{}',
        ]);
      default:
        return this.#scrambled(frame);
    }
  }

  /** The `auth` of a connection, and more often than not a wrong one. */
  auth(): string {
    const { random } = this;
    const site = random.once(2) ? 'default' : random.pick(['shop', 'nowhere', 'SHOP', ...HOSTILE_KEYS]);
    const token = random.pick([undefined, this.#innocent.token.slice(1), `${this.#innocent.token}x`, 'a.b.c', '{}']);
    const auth: Input = { v: 1, site, ...(token !== undefined && { token }) };
    if (random.once(3)) auth['sso'] = random.pick(['', 'x.y.z', this.#innocent.token, 'x'.repeat(9_000)]);
    return this.#asText(random.once(9) ? this.#thing() : this.#mutated(auth));
  }

  /** The next id of an acknowledgement. */
  ack(): number {
    return this.#nextAck++;
  }

  #args(name: CommandName): unknown[] {
    const { random } = this;
    const input = MAKE[name](this.#source());
    const args: unknown[] = [random.once(6) ? input : this.#mutated(input)];
    if (random.once(40)) args.push(this.#thing());
    if (random.once(40)) args.length = 0;
    if (random.once(40)) args[0] = this.#thing();
    return args;
  }

  #source(): Source {
    const { random } = this;
    const commandId = random.once(8) && this.#ids.length > 0 ? random.pick(this.#ids) : random.uuid();
    this.#ids[random.below(KEPT)] ??= commandId;
    if (random.once(20)) this.#ids[random.below(this.#ids.length)] = commandId;
    const known = random.pick(this.#ids) ?? commandId;
    return { random, innocent: this.#innocent, page: random.pick(PAGES), commandId, known };
  }

  #mutated(input: Input): Input {
    const { random } = this;
    const mutated: Input = { ...input };
    for (let times = 1 + random.below(2); times > 0; times -= 1) {
      const keys = Object.keys(mutated);
      const key = random.pick(keys) ?? 'page';
      const is = (value: unknown, at = key) =>
        // As JSON.parse would: an own property, whatever its name.
        Object.defineProperty(mutated, at, { value, enumerable: true, configurable: true, writable: true });
      switch (random.below(4)) {
        case 0:
          delete mutated[key];
          break;
        case 1:
          is(this.#thing(), random.pick([...HOSTILE_KEYS, ...keys.map((one) => one.toUpperCase())]));
          break;
        case 2:
          is(this.#text(mutated[key]));
          break;
        default:
          is(this.#thing());
      }
    }
    return mutated;
  }

  /** A text as this one is, with something wrong in it. */
  #text(value: unknown): string {
    const { random } = this;
    const text = typeof value === 'string' ? value : '';
    const at = random.below(text.length + 1);
    return text.slice(0, at) + this.#hostileText() + text.slice(at + random.below(2));
  }

  #hostileText(): string {
    return this.random.pick(this.random.once(30) ? LONG_TEXTS : TEXTS);
  }

  #thing(depth = 0): unknown {
    const { random } = this;
    switch (random.below(depth > 3 ? 5 : 8)) {
      case 0:
        return this.#hostileText();
      case 1:
        return random.pick(NUMBERS);
      case 2:
        return random.pick([true, false, null]);
      case 3:
        return `${RAW_MARK}${random.below(random.once(10) ? RAW.length : 2)}`;
      case 4:
        return { _placeholder: true, num: random.pick([0, 1e9, -1, 'x']) };
      case 5:
        return Array.from({ length: random.below(4) }, () => this.#thing(depth + 1));
      case 6:
        return JSON.parse(`{"${random.pick(HOSTILE_KEYS)}":{"isAdmin":true}}`);
      default:
        return Object.fromEntries([[random.pick(HOSTILE_KEYS), this.#thing(depth + 1)]]);
    }
  }

  #scrambled(text: string): string {
    const { random } = this;
    const units = [...text];
    for (let times = 1 + random.below(4); times > 0; times -= 1) {
      const at = random.below(units.length);
      units.splice(
        at,
        random.below(3),
        random.pick(['"', '{', ']', '\\', '\u0000', ',', '-', '9', '\ud800', units[0]!]),
      );
    }
    return units.join('');
  }

  /** As JSON that fits into a frame. */
  #written(event: unknown, args: () => unknown[]): string {
    const text = this.#asText([event, ...args()]);
    return text.length * 3 > MOST && Buffer.byteLength(text) > MOST ? this.#written(event, args) : text;
  }

  #asText(value: unknown): string {
    const text = JSON.stringify(value);
    return text.includes(RAW_MARK) ? text.replace(/"\ue000raw(\d)"/g, (_, index) => RAW[Number(index)]!) : text;
  }
}
