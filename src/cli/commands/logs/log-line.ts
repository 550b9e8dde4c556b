import { z } from 'zod';

import { logLevels, type LogLevel } from '../../../platform/logging.js';

const lineSchema = z.looseObject({
  level: z.enum(logLevels),
  time: z.string(),
  msg: z.string().default(''),
});

/** Which lines are wanted. */
export interface LogFilter {
  /** This level and those above it. */
  readonly level?: LogLevel;
  /** Texts, such as a phone's serial number or the id of a campaign or a run, one of which must stand in the line. */
  readonly about?: readonly string[];
}

/** Whether a line is wanted. What is no line of ours (a stack, what a library printed) has no level, and is wanted at any. */
export function isWanted(line: string, { level, about = [] }: LogFilter): boolean {
  if (about.length > 0 && !about.some((text) => line.includes(text))) return false;
  if (level === undefined) return true;
  const parsed = parse(line);
  return parsed === undefined || logLevels.indexOf(parsed.level) >= logLevels.indexOf(level);
}

/** A line as people read it: `2026-11-29 10:11:12.345 warn  the queue had an error  queue=runs`. Others stay as they are. */
export function readableLine(line: string): string {
  const parsed = parse(line);
  if (parsed === undefined) return line;
  const { level, time, msg, ...fields } = parsed;
  const facts = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const moment = time.replace('T', ' ').replace(/Z$/, '');
  return [`${moment} ${level.padEnd(5)} ${msg}`, ...facts].join('  ');
}

function parse(line: string): z.output<typeof lineSchema> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
