import { Option, type Command } from 'commander';

import type { WebhookEvent } from '../../../api/webhooks/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { wholeNumber } from '../options/arguments.js';

interface JsonOption {
  readonly json?: true;
}

interface AddOptions extends JsonOption {
  readonly name?: string;
  readonly events: readonly WebhookEvent[];
  readonly allowPrivate?: true;
}

/** As `api` has them: loading it would take longer than most commands. */
const events: readonly WebhookEvent[] = [
  ...(['campaign.ended', 'phone.quarantined', 'phone.drifted'] as const),
  ...(['release.promoted', 'release.refused'] as const),
];

const api = () => import('../../../api/webhooks/index.js');

/** `farm webhooks`: addresses that are told of what people wait for. */
export function registerWebhooks(webhooks: Command, context: CommandContext): void {
  webhooks
    .command('add')
    .description(
      'tell an address of what happens from now on; prints the secret that signs its messages, this once',
    )
    .argument('<url>', 'https:// address that takes POST')
    .option('--name <name>', 'what to call it (default: its host)')
    .addOption(new Option('--events <events...>', 'of what').choices(events).default(events, 'all'))
    .option('--allow-private', 'it may be in a private network, on this machine, or plain http://')
    .option('--json', 'print one JSON document')
    .action((url: string, options: AddOptions) => add(context, url, options));
  webhooks
    .command('ls')
    .description('list the addresses; of their URLs only the host is shown, for paths hold secrets')
    .option('--json', 'print one JSON document')
    .action((options: JsonOption) => list(context, options));
  webhooks
    .command('log')
    .description('show what an address was told of, and why not')
    .argument('<name>')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 20)
    .option('--json', 'print one JSON document')
    .action((name: string, options: JsonOption & { limit: number }) => log(context, name, options));
  webhooks
    .command('test')
    .description('send a message that means nothing; "log" shows what became of it')
    .argument('<name>')
    .action((name: string) => test(context, name));
  webhooks
    .command('rm')
    .description('tell an address of nothing more')
    .argument('<name>')
    .action((name: string) => remove(context, name));
}

async function add(context: CommandContext, url: string, options: AddOptions): Promise<void> {
  const { addWebhook } = await api();
  const { events: wanted, allowPrivate = false, json } = options;
  const name = options.name ?? (URL.canParse(url) ? new URL(url).host : url);
  const added = await addWebhook(await context.database(), { name, url, events: wanted, allowPrivate });
  if (json === true) writeJson(context.stdout, added);
  else {
    context.stdout.write(`${added.secret}\n`);
    context.stderr.write(`the secret of ${name}; it is not shown again\n`);
  }
}

async function list(context: CommandContext, { json }: JsonOption): Promise<void> {
  const { listWebhooks } = await api();
  const webhooks = await listWebhooks(await context.database());
  if (json === true) {
    writeJson(context.stdout, webhooks);
    return;
  }
  context.stdout.write(
    renderTable(
      ['name', 'address', 'private', 'made', 'events'].map((heading) => ({ heading })),
      webhooks.map(({ name, origin, allowPrivate, createdAt, events: told }) => [
        ...[name, origin, allowPrivate ? 'yes' : 'no', createdAt.toISOString(), told.join(' ')],
      ]),
    ),
  );
}

async function log(
  context: CommandContext,
  name: string,
  { limit, json }: JsonOption & { limit: number },
): Promise<void> {
  const { listDeliveries } = await api();
  const deliveries = await listDeliveries(await context.database(), name, limit);
  if (json === true) {
    writeJson(context.stdout, deliveries);
    return;
  }
  context.stdout.write(
    renderTable(
      ['at', 'event', 'state', 'attempts', 'last error'].map((heading) => ({ heading })),
      deliveries.map(({ createdAt, event, state, attempts, lastError }) => [
        ...[createdAt.toISOString(), event, state.toLowerCase(), String(attempts), lastError ?? ''],
      ]),
    ),
  );
}

async function test(context: CommandContext, name: string): Promise<void> {
  const { testWebhook } = await api();
  await testWebhook(await context.database(), name, context.clock.nowMs());
  context.stdout.write(
    `${name}: a message waits to be sent by "farm serve", "farm up" or "farm orchestrator run"; see "farm webhooks log ${name}"\n`,
  );
}

async function remove(context: CommandContext, name: string): Promise<void> {
  const { removeWebhook } = await api();
  await removeWebhook(await context.database(), name);
  context.stdout.write(`${name}: removed\n`);
}
