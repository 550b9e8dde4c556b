import type { EventEmitter } from 'node:events';

import type { Pool } from 'pg';

/**
 * A connection that breaks says so to whoever waits for a query, and as an event as well, which without a listener ends the process. A
 * pool listens to those that nobody has borrowed only.
 */
export function endsNoProcess(connections: Pool): void {
  connections.on('connect', (client: EventEmitter) => client.on('error', () => undefined));
}
