import type { Role } from '../../tokens/roles.js';

/** What makes jobs, rewrites them or forgets a whole queue: the orchestrator alone does that, and an administrator who knows why. */
const forAdministrators = /\/(add|update-data|obliterate|job-schedulers\b.*)$/;

/** Who may ask for a route of the board: viewers read, operators hold queues up and let jobs go. */
export function accessTo(methods: readonly string[], route: string): Role {
  if (methods.every((method) => method.toUpperCase() === 'GET')) return 'viewer';
  return forAdministrators.test(route) ? 'admin' : 'operator';
}
