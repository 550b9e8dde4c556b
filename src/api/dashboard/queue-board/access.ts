import type { Role } from '../../tokens/roles.js';

/** What holds up one queue or lets it go on, and what moves or removes jobs that are there. Nothing that is lost by it is not put back. */
const forOperators = new Set([
  ...['pause', 'resume', 'promote', 'empty', 'retry/:queueStatus', 'clean/:queueStatus'],
  ...[':jobId/retry', ':jobId/clean', ':jobId/promote'],
]);

/** What would put data of somebody's own into a job: jobs are made from the runs in the database, by the orchestrator and the workers alone. */
const forNobody = new Set(['add', ':jobId/update-data']);

const aQueue = '/api/queues/:queueName/';

/**
 * Who may ask for a route of the board, or nobody. Viewers read; operators do what is named here; whatever else changes something, also what an
 * update of Bull Board brings, asks for an administrator.
 */
export function accessTo(methods: readonly string[], route: string): Role | 'nobody' {
  if (methods.every((method) => method.toUpperCase() === 'GET')) return 'viewer';
  const order = route.startsWith(aQueue) ? route.slice(aQueue.length) : undefined;
  if (order === undefined) return 'admin';
  if (forNobody.has(order)) return 'nobody';
  return forOperators.has(order) ? 'operator' : 'admin';
}
