import { resolve } from 'node:path';

import { z } from 'zod';

import { platformError } from '../errors.js';
import { logLevels } from '../logging.js';
import { redactSecrets } from '../redaction.js';
import { withSecretFiles } from './secret-files.js';

const urlOf = (schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
    error: `expected a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  });

const connections = (fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: 'expected a whole number' })
    .transform(Number)
    .pipe(z.number().int().min(2).max(1000))
    .default(fallback);

const environmentSchema = z.object({
  FARM_DATABASE_URL: urlOf(['postgres:', 'postgresql:']).optional(),
  FARM_QUEUE_URL: urlOf(['redis:', 'rediss:', 'postgres:', 'postgresql:']).optional(),
  FARM_DATA_DIR: z.string().default('.farm'),
  FARM_LOG_LEVEL: z.enum(logLevels).default('info'),
  FARM_DATABASE_CONNECTIONS: connections(10),
  FARM_QUEUE_CONNECTIONS: connections(40),
  FARM_API_URL: urlOf(['http:', 'https:']).optional(),
  FARM_API_TOKEN: z.string().optional(),
  FARM_OTLP_URL: urlOf(['http:', 'https:']).optional(),
  FARM_DATABASE_PASSWORD_FILE: z.string().optional(),
  FARM_QUEUE_PASSWORD_FILE: z.string().optional(),
  FARM_API_TOKEN_FILE: z.string().optional(),
});

/** What the environment decides. Everything else is in files that are named on the command line. */
export interface Config {
  /** The Postgres that holds the truth; absent: the embedded one. */
  readonly databaseUrl?: string;
  /** The queue's Redis or Postgres; absent: the embedded Postgres. */
  readonly queueUrl?: string;
  /** Absolute path of the directory for the embedded services and their state. */
  readonly dataDirectory: string;
  readonly logLevel: (typeof logLevels)[number];
  /** At most this many connections of one process to the database. */
  readonly databaseConnections: number;
  /** At most this many connections of one process to a Postgres queue. */
  readonly queueConnections: number;
  /** Where traces of the queue's jobs go; absent: nothing of OpenTelemetry is loaded. */
  readonly collectorUrl?: string;
  /** The farm that commands ask over HTTP, and the token that they show; absent: the database is asked. */
  readonly api?: { readonly url: string; readonly token: string };
}

/** The variables this program reads, in the order of docs/reference/configuration.md. */
export const environmentVariables = Object.keys(environmentSchema.shape);

/**
 * Reads the environment, the only place that does. An empty variable counts as unset.
 * @throws FarmError INVALID_ENVIRONMENT that names each variable with a bad value, and each FARM_ variable that is unknown.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
  cwd: string = process.cwd(),
): Config {
  const { set, complaints: ofSecretFiles } = withSecretFiles(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')),
  );
  const parsed = environmentSchema.safeParse(set);
  const complaints = [
    ...(parsed.error?.issues.map((issue) => complaintOf(issue, set)) ?? []),
    ...ofSecretFiles,
    ...unknownVariables(set),
  ];
  if (!parsed.success || complaints.length > 0) {
    throw platformError('INVALID_ENVIRONMENT', complaints.join('\n'), { details: { complaints } });
  }
  const { FARM_DATABASE_URL: databaseUrl, FARM_QUEUE_URL: queueUrl, ...rest } = parsed.data;
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(queueUrl === undefined ? {} : { queueUrl }),
    dataDirectory: resolve(cwd, rest.FARM_DATA_DIR),
    logLevel: rest.FARM_LOG_LEVEL,
    databaseConnections: rest.FARM_DATABASE_CONNECTIONS,
    queueConnections: rest.FARM_QUEUE_CONNECTIONS,
    ...(rest.FARM_OTLP_URL !== undefined && { collectorUrl: rest.FARM_OTLP_URL }),
    ...(rest.FARM_API_URL !== undefined && {
      api: { url: rest.FARM_API_URL.replace(/\/+$/, ''), token: rest.FARM_API_TOKEN ?? '' },
    }),
  };
}

function complaintOf(issue: z.core.$ZodIssue, env: Readonly<Record<string, string | undefined>>): string {
  const name = String(issue.path[0]);
  return `${name}: ${issue.message}, got "${redactSecrets(env[name] ?? '')}"`;
}

/** A misspelt variable would be ignored in silence and the wrong database used. */
function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('FARM_') && !environmentVariables.includes(name))
    .map((name) => `${name}: no such variable; known are ${environmentVariables.join(', ')}`);
}
