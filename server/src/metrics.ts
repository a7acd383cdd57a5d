import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Committed } from './core/records.js';
import type { PulseFigures } from './pulse/pulse.js';

/** What the metrics read when they are asked for. */
export interface MetricsSource {
  connections(): number;
  pulse(): PulseFigures;
  /** Whether this server hears what others tell. */
  isHearing(): boolean;
}

/** Prometheus' view of one server. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #commands: Counter<'command' | 'code'>;
  readonly #changes: Counter<'type'>;
  readonly #dropped: Counter;
  readonly #faults: Counter;

  constructor(source: MetricsSource) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#commands = new Counter({
      name: 'huzzah_commands_total',
      help: 'Commands answered, by name and by the code of the answer',
      labelNames: ['command', 'code'],
      registers,
    });
    this.#changes = new Counter({
      name: 'huzzah_comment_changes_total',
      help: 'What readers could see happen to comments, by its type',
      labelNames: ['type'],
      registers,
    });
    this.#dropped = new Counter({
      name: 'huzzah_commands_dropped_total',
      help: 'Commands that came without an acknowledgement',
      registers,
    });
    this.#faults = new Counter({ name: 'huzzah_faults_total', help: 'Faults: errors that nobody expected', registers });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('huzzah_connections', 'Open connections', () => source.connections());
    gauge('huzzah_pages', 'Pages with viewers', () => source.pulse().pages);
    gauge('huzzah_viewers', 'Viewers of pages: a connection counts once a page', () => source.pulse().viewers);
    gauge('huzzah_beat_ms', 'The interval between two pulses of a page', () => source.pulse().beatMs);
    gauge('huzzah_hearing', 'Whether this server hears what others tell: 1, or 0', () => Number(source.isHearing()));
    gauge('huzzah_pulses', 'Pulses since the start', () => source.pulse().pulses);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  answered(command: string, code: string): void {
    this.#commands.inc({ command, code });
  }

  committed({ changes }: Committed): void {
    for (const { type } of changes) this.#changes.inc({ type });
  }

  dropped(): void {
    this.#dropped.inc();
  }

  fault(): void {
    this.#faults.inc();
  }
}
