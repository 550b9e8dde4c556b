/**
 * Settings of every embedded server. It answers on the loopback address only, has one user, lives beside
 * a busy benchmark tool, and is never replicated.
 */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  // No replica ever reads the write-ahead log.
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '15min',
  // Queries are short: compiling them or spreading them over cores costs more than it saves, and steals from the phones.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** What a server may skip whose data nobody will miss after a crash of the machine. */
const throwawaySettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The arguments that start a server on a data directory and a port. */
export function postgresArguments(directory: string, port: number, throwaway: boolean): string[] {
  const all = { ...settings, ...(throwaway ? throwawaySettings : {}) };
  return [
    '-D',
    directory,
    '-p',
    String(port),
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
