import { platformError } from '../../errors.js';
import type { FarmError, platformErrors } from '../../errors.js';
import { sqlStateOf } from './sql-state.js';

type RefusalCode = keyof typeof platformErrors & `DATABASE_${string}`;

/** By SQLSTATE, or its class: what a server refuses for reasons of its own, whatever was asked of it. */
const refusals: readonly (readonly [pattern: RegExp, code: RefusalCode])[] = [
  [/^25006$/, 'DATABASE_READ_ONLY'],
  [/^42501$/, 'DATABASE_RIGHTS_MISSING'],
  [/^53/, 'DATABASE_EXHAUSTED'],
  [/^08|^57P/, 'DATABASE_UNREACHABLE'],
];

/** What node-postgres and Prisma say, without a code, of a connection that was not made in time or that broke while they waited. */
const lostConnection =
  /^(Connection terminated|Server has closed the connection|timeout exceeded when trying to connect)/;

/** Whether the message of an error that has no code says that there is no connection to the server, or none any more. */
export function saysConnectionLost(message: string): boolean {
  return lostConnection.test(lastLine(message));
}

/**
 * The error for what a database server refused because of how the server or its user is set up, with its remedy;
 * undefined when the error says something else.
 */
export function databaseRefusal(error: unknown): FarmError | undefined {
  const state = sqlStateOf(error);
  if (state === undefined) {
    if (!(error instanceof Error) || !saysConnectionLost(error.message)) return undefined;
    return platformError('DATABASE_UNREACHABLE', `The database was lost: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const code = refusals.find(([pattern]) => pattern.test(state))?.[1];
  return code && platformError(code, `The database refused: ${messageOf(error)}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? lastLine(error.message) : String(error);
}

/** Prisma says where it was called before it says what happened. */
function lastLine(message: string): string {
  return message.trim().split('\n').at(-1) ?? '';
}
