import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

const WORDS: Record<number, string> = { 30: 'info ', 40: 'warn ', 50: 'error', 60: 'fatal' };

/** Logs lines of JSON; to a terminal, lines for people. */
export function makeLogger(out: NodeJS.WriteStream): Logger {
  if (!out.isTTY) return pino({ level: 'info', base: null }, out);
  return pino({ level: 'info', base: null }, { write: (line: string) => out.write(readable(line)) });
}

function readable(line: string): string {
  const { level, time, msg, err } = JSON.parse(line) as {
    level: number;
    time: number;
    msg?: string;
    err?: { stack: string };
  };
  const clock = new Date(time).toTimeString().slice(0, 8);
  return `${clock} ${WORDS[level] ?? ''} ${msg ?? ''}${err ? `\n${err.stack}` : ''}\n`;
}
