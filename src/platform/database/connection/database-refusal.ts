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

/** What node-postgres and Prisma say, without a code, of a connection that broke while they waited. */
const lostConnection = /^(Connection terminated|Server has closed the connection)/;

/**
 * The error for what a database server refused because of how the server or its user is set up, with its remedy;
 * undefined when the error says something else.
 */
export function databaseRefusal(error: unknown): FarmError | undefined {
  const state = sqlStateOf(error);
  if (state === undefined) {
    if (!(error instanceof Error) || !lostConnection.test(messageOf(error))) return undefined;
    return platformError('DATABASE_UNREACHABLE', `The database was lost: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const code = refusals.find(([pattern]) => pattern.test(state))?.[1];
  return code && platformError(code, `The database refused: ${messageOf(error)}`, { cause: error });
}

function messageOf(error: unknown): string {
  // Prisma says where it was called before it says what happened.
  return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
}
