import type { Command } from 'commander';

import type { PhoneOrder } from '../../../worker/index.js';
import { wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';

interface JsonOption {
  readonly json?: true;
}

interface ListOptions extends JsonOption {
  readonly wide?: true;
}

interface OrderOptions extends JsonOption {
  readonly note?: string;
}

/** What operators order, and how the command describes it. */
const orders: Readonly<Record<PhoneOrder, string>> = {
  drain: 'let the run at hand finish, and give the phone no more',
  maintain: 'end the run at hand, and leave the phone alone until it is resumed',
  resume:
    'take a phone back that was drained, under maintenance or in quarantine, and one that has drifted as it is now',
};

/** `farm phones`: what the farm knows of its phones, and what operators want of them. */
export function registerPhones(phones: Command, context: CommandContext): void {
  withJson(phones.command('ls'))
    .description('list the phones, why one does not measure, and what to do about it')
    .option('--wide', 'also what adb calls it, its ABIs, GPU and clusters of cores')
    .action((options: ListOptions) => list(context, options));
  withJson(phones.command('show'))
    .argument('<serial>')
    .description('show what a phone is, how it is, and what became of it')
    .option('--events <number>', 'how many events of its history', wholeNumber(0, 1_000), 15)
    .action((serial: string, options: JsonOption & { events: number }) => show(context, serial, options));
  for (const [order, description] of Object.entries(orders)) {
    const command = withJson(phones.command(order)).argument('<serial>').description(description);
    if (order !== 'resume') command.option('--note <text>', 'why, for whoever asks');
    command.action((serial: string, options: OrderOptions) =>
      give(context, serial, order as PhoneOrder, options),
    );
  }
}

function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON document');
}

const worker = () => import('../../../worker/index.js');
/** Needs the worker's room itself. */
const tables = () => import('./phone-table.js');

async function list(context: CommandContext, { json, wide }: ListOptions): Promise<void> {
  const { listPhones, phoneDocument } = await worker();
  const remote = await context.remoteFarm();
  const phones = remote === undefined ? await listPhones(await context.database()) : await remote.phones();
  if (json === true) writeJson(context.stdout, phones.map(phoneDocument));
  else context.stdout.write((await tables()).phoneTable(phones, context.clock.nowMs(), wide === true));
}

async function show(
  context: CommandContext,
  serial: string,
  { json, events }: JsonOption & { events: number },
): Promise<void> {
  const { coreSetsOfPhone, phoneDocument } = await worker();
  const { phoneSheet } = await import('./phone-sheet.js');
  const { shown, history } = await readPhone(context, serial, events);
  if (json !== true) context.stdout.write(phoneSheet(shown, history));
  else writeJson(context.stdout, { ...phoneDocument(shown), coreSets: coreSetsOfPhone(shown), ...history });
}

async function readPhone(context: CommandContext, serial: string, events: number) {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.phone(serial, events);
  const { findPhone, phoneHistory } = await worker();
  const database = await context.database();
  const shown = await findPhone(database, serial);
  return { shown, history: await phoneHistory(database, shown.phone, events) };
}

async function give(
  context: CommandContext,
  serial: string,
  order: PhoneOrder,
  { json, note }: OrderOptions,
): Promise<void> {
  const { findPhone, orderPhone, phoneDocument } = await worker();
  const database = await context.database();
  await orderPhone(database, serial, order, note);
  const shown = await findPhone(database, serial);
  if (json === true) writeJson(context.stdout, phoneDocument(shown));
  else context.stdout.write(`${serial}: ${(await tables()).stateText(shown.state)}\n`);
}
