import { migrationStatus, objectionTo } from '../../../platform/database/migrations/index.js';
import { readPostgresFacts } from '../../../platform/database/server-facts.js';
import type { PostgresFacts } from '../../../platform/database/server-facts.js';
import {
  isTooOld,
  mayEvict,
  oldestRedis,
  readRedisFacts,
  type RedisFacts,
} from '../../../platform/queue/index.js';
import type { Finding } from './finding.js';

/** The oldest Postgres that has all that the schema uses. */
const oldestPostgres = 13;

/** A Postgres, by what it says of itself. */
export function postgresFinding(subject: string, { version, isReplica }: PostgresFacts): Finding {
  const message = `Postgres ${version}`;
  if (Number.parseInt(version, 10) < oldestPostgres) {
    const remedy = `Update the server to Postgres ${oldestPostgres} or later.`;
    return { subject, level: 'failed', message: `${message} is too old`, remedy };
  }
  if (isReplica) {
    const remedy = 'Name its primary: a farm writes, and a replica is read only.';
    return { subject, level: 'failed', message: `${message} is a replica`, remedy };
  }
  return { subject, level: 'ok', message };
}

/** Whether the database has the schema of this program. Changes nothing. */
export async function schemaFinding(url: string): Promise<Finding> {
  const subject = 'schema';
  const migrations = await migrationStatus(url);
  const objection = objectionTo(migrations);
  if (objection !== undefined) throw objection;
  const pending = migrations.filter(({ state }) => state === 'pending').length;
  if (pending === 0) return { subject, level: 'ok', message: `${migrations.length} migrations, all applied` };
  return {
    subject,
    level: 'warning',
    message: `${pending} of ${migrations.length} migrations are pending`,
    remedy: 'Apply them with "farm db migrate"; any other command does so too.',
  };
}

/** What a queue's server is, and whether it keeps what it is given. */
export async function queueFindings(url: string): Promise<readonly Finding[]> {
  if (!/^rediss?:/.test(url)) return [postgresFinding('queue', await readPostgresFacts(url))];
  return redisFindings(await readRedisFacts(url));
}

export function redisFindings(facts: RedisFacts): readonly Finding[] {
  const subject = 'queue';
  const message = `Redis ${facts.version}`;
  if (isTooOld(facts)) {
    const remedy = `Update the server to Redis ${oldestRedis} or later.`;
    return [{ subject, level: 'failed', message: `${message} is too old`, remedy }];
  }
  const findings: Finding[] = [];
  if (mayEvict(facts)) {
    findings.push({
      subject,
      level: 'failed',
      message: `${message} may throw jobs away: its maxmemory-policy is ${facts.maxmemoryPolicy ?? ''}`,
      remedy: 'Set it: redis-cli config set maxmemory-policy noeviction, and the same in redis.conf.',
    });
  }
  if (!facts.appendOnly) {
    findings.push({
      subject,
      level: 'warning',
      message: `${message} keeps no append-only file: a crash delays the jobs since its last snapshot`,
      remedy: 'Set it: redis-cli config set appendonly yes, and the same in redis.conf.',
    });
  }
  return findings.length > 0 ? findings : [{ subject, level: 'ok', message: `${message}, noeviction` }];
}
