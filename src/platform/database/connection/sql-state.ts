// What Postgres calls its errors by (Postgres documentation, appendix A, "PostgreSQL Error Codes").

/** SQLSTATE of a table that is not there. */
export const undefinedTable = '42P01';

/**
 * The SQLSTATE of an error that Postgres raised, as node-postgres raised it or wrapped by Prisma's driver adapter or as a cause.
 * Undefined for any other error.
 */
export function sqlStateOf(error: unknown): string | undefined {
  for (let inner = error, depth = 0; isObject(inner) && depth < maxDepth; inner = innerOf(inner), depth++) {
    const code = [inner['originalCode'], inner['code']].find(isState);
    if (code !== undefined) return code;
  }
  return undefined;
}

/**
 * Whether a server answered, and will answer the same when it is asked again: a wrong password or no right to log in (class 28), no such
 * database (class 3D), no right to what was asked for.
 */
export function isRefusedForGood(error: unknown): boolean {
  return /^(?:28|3D)|^42501$/.test(sqlStateOf(error) ?? '');
}

/** Errors that carry themselves as their cause exist. */
const maxDepth = 8;

/** Five digits and capitals; P2010 and the like are Prisma's own. */
function isState(code: unknown): code is string {
  return typeof code === 'string' && /^(?!P\d{4})[0-9A-Z]{5}$/.test(code);
}

function innerOf(error: Record<string, unknown>): unknown {
  const { cause, meta, errors } = error;
  if (cause !== undefined) return cause;
  if (isObject(meta)) return meta['driverAdapterError'];
  return Array.isArray(errors) ? errors[0] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
