import type { Command } from 'commander';

import type { CommandContext } from '../context.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';

export function registerPhones(program: Command, context: CommandContext): void {
  const phones = program.command('phones').description('look after the phones');
  phones
    .command('ls')
    .description('list the phones that were ever attached, and why one does not measure')
    .option('--json', 'print one JSON document')
    .action((options: { json?: true }) => list(context, options.json === true));
}

async function list(context: CommandContext, json: boolean): Promise<void> {
  const { database } = await context.services();
  const phones = await database.prisma.phone.findMany({
    include: {
      pool: { select: { key: true } },
      host: { select: { name: true } },
      lease: { select: { holder: true } },
    },
    orderBy: { serialNumber: 'asc' },
  });
  if (json) {
    const documents = phones.map(({ pool, host, lease, ...phone }) => ({
      ...phone,
      pool: pool.key,
      host: host?.name ?? null,
      leaseHolder: lease?.holder ?? null,
    }));
    writeJson(context.stdout, documents);
    return;
  }
  context.stdout.write(
    renderTable(
      ['serial', 'model', 'android', 'pool', 'host', 'state', 'reason'].map((heading) => ({ heading })),
      phones.map((phone) => [
        phone.serialNumber,
        phone.deviceModel,
        phone.androidRelease,
        phone.pool.key,
        phone.host?.name ?? '-',
        phone.lease?.holder == null ? phone.state.toLowerCase() : 'measuring',
        phone.stateReason ?? '',
      ]),
    ),
  );
}
