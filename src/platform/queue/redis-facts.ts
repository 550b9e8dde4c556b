/** What a Redis tells of itself that matters to a queue. */
export interface RedisFacts {
  readonly version: string;
  /** Undefined where the server does not tell it. */
  readonly maxmemoryPolicy: string | undefined;
  /** Whether it keeps an append-only file: without one, a restart loses the jobs since the last snapshot. */
  readonly appendOnly: boolean;
}

/** The oldest Redis with all commands that BullMQ recommends to have. */
const minimumVersion = [6, 2] as const;

/** As people write it: `6.2`. */
export const oldestRedis = minimumVersion.join('.');

/** Reads the answer to `INFO`. */
export function redisFactsOf(info: string): RedisFacts {
  const facts = new Map(info.split('\r\n').map((line) => line.split(':', 2) as [string, string]));
  return {
    version: facts.get('redis_version') ?? '0',
    maxmemoryPolicy: facts.get('maxmemory_policy'),
    appendOnly: facts.get('aof_enabled') === '1',
  };
}

export function isTooOld({ version }: RedisFacts): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < minimumVersion[0] || (major === minimumVersion[0] && minor < minimumVersion[1]);
}

/** Whether it may throw jobs away to make room. */
export function mayEvict({ maxmemoryPolicy }: RedisFacts): boolean {
  return maxmemoryPolicy !== undefined && maxmemoryPolicy !== 'noeviction';
}
