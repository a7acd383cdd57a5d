import { LIMITS, type CommandName, type Reply } from '@huzzah/protocol';
import { COMMAND_SCHEMAS } from '@huzzah/protocol/schemas';
import type { ZodError } from 'zod';
import { Refusal, refusalOf } from '../core/refusal.js';
import type { Caller } from './caller.js';
import type { Handled, Handlers } from './handlers.js';

/** What became of commands, for the metrics. */
export interface DispatchReport {
  answered(command: string, code: string): void;
  /** Came without an acknowledgement, so that there is nobody to answer. */
  dropped(): void;
  fault(error: unknown): void;
}

type Answer = (reply: Reply) => void;

/** From a packet to a reply: one object, one acknowledgement, by the schema of its command. */
export class Dispatch {
  readonly #handlers: Handlers;
  readonly #report: DispatchReport;

  constructor(handlers: Handlers, report: DispatchReport) {
    this.#handlers = handlers;
    this.#report = report;
  }

  /** Answers one event of a connection. Never throws, never rejects. */
  async run(caller: Caller, event: unknown, args: unknown[]): Promise<void> {
    const answer = args.at(-1);
    if (typeof answer !== 'function') return this.#report.dropped();
    const name = isCommand(event) ? event : null;
    const isTooMuch = caller.underWay >= LIMITS.commandsUnderWay;
    caller.underWay += 1;
    try {
      if (isTooMuch) throw new Refusal('overloaded', `unable to answer; ${LIMITS.commandsUnderWay} are under way`);
      const { result, answered } = await this.#handle(caller, name, event, args.slice(0, -1));
      const room = caller.room();
      // Most need not wait, and an await is paid by every command.
      if (room !== undefined) await room;
      (answer as Answer)({ ok: true, ...result });
      answered?.();
      this.#report.answered(name!, 'ok');
    } catch (error) {
      const refusal = refusalOf(error, (fault) => this.#report.fault(fault));
      // One who asks for more than he takes is closed for it.
      if (!isTooMuch) await caller.room();
      (answer as Answer)({ ok: false, error: refusal.toWire() });
      this.#report.answered(name ?? 'unknown', refusal.code);
    } finally {
      caller.underWay -= 1;
    }
  }

  #handle(caller: Caller, name: CommandName | null, event: unknown, args: unknown[]): Promise<Handled<object>> {
    if (name === null) throw new Refusal('bad_request', `unable to answer; there is no command ${quote(event)}`);
    if (args.length !== 1) throw new Refusal('bad_request', `unable to answer ${name}; it takes one object`);
    const parsed = COMMAND_SCHEMAS[name].safeParse(args[0]);
    if (!parsed.success) throw new Refusal('bad_request', `unable to answer ${name}; ${describe(parsed.error)}`);
    const handler = this.#handlers[name] as (caller: Caller, input: unknown) => Promise<Handled<object>>;
    return handler(caller, parsed.data);
  }
}

function isCommand(event: unknown): event is CommandName {
  return typeof event === 'string' && Object.hasOwn(COMMAND_SCHEMAS, event);
}

function describe(error: ZodError): string {
  const [issue] = error.issues;
  const where = issue!.path.join('.').slice(0, 60);
  return `${where && `${where}: `}${issue!.message}`.slice(0, 300);
}

function quote(event: unknown): string {
  return JSON.stringify(String(event).slice(0, 40));
}
