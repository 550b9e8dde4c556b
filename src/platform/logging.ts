import { destination, pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

import { redactSecrets } from './redaction.js';

export type { Logger } from 'pino';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LoggingOptions {
  /** Lines below this level are not written. */
  readonly level: LogLevel;
  /** Which process speaks, as a field of every line. */
  readonly name?: string;
  /** Where lines of JSON go; stderr by default, because stdout carries data. */
  readonly output?: DestinationStream;
}

/**
 * A logger that writes one JSON object a line and no secrets: the finished line is redacted,
 * so that a password deep inside an error or a URL does not slip through.
 */
export function createLogger({ level, name, output }: LoggingOptions): Logger {
  const sink = output ?? destination({ fd: 2, sync: true });
  return pino(
    {
      level,
      base: name === undefined ? {} : { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
    },
    {
      write(line) {
        sink.write(redactSecrets(line));
      },
    },
  );
}

/** A logger that drops everything, for tests and for callers that do not care. */
export function silentLogger(): Logger {
  return createLogger({ level: 'silent' });
}
