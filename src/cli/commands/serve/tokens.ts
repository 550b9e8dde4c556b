import { userInfo } from 'node:os';

import { Option, type Command } from 'commander';

import type { Role } from '../../../api/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { wholeNumber } from '../options/arguments.js';

interface JsonOption {
  readonly json?: true;
}

interface CreateOptions extends JsonOption {
  readonly role: Role;
  readonly name: string;
  readonly days?: number;
}

/** As `api` has them: loading it would take longer than most commands. */
const roles: readonly Role[] = ['viewer', 'operator', 'admin'];

const api = () => import('../../../api/index.js');
const millisecondsOfDay = 86_400_000;

/** `farm tokens`: who may ask over HTTP, and what. */
export function registerTokens(tokens: Command, context: CommandContext): void {
  tokens
    .command('create')
    .description('make a token, and print it this once')
    .addOption(
      new Option('--role <role>', 'a viewer reads, an operator changes what the farm does, an admin all')
        .choices([...roles])
        .makeOptionMandatory(),
    )
    .option('--name <text>', 'whose it is', userInfo().username)
    .option('--days <number>', 'how long it is valid (default: for ever)', wholeNumber(1, 36_500))
    .option('--json', 'print one JSON document')
    .action((options: CreateOptions) => create(context, options));
  tokens
    .command('ls')
    .description('list the tokens')
    .option('--json', 'print one JSON document')
    .action((options: JsonOption) => list(context, options));
  tokens
    .command('revoke')
    .description('take a token back')
    .argument('<id>', 'as "farm tokens ls" lists it')
    .option('--json', 'print one JSON document')
    .action((id: string, options: JsonOption) => revoke(context, id, options));
}

async function create(context: CommandContext, options: CreateOptions): Promise<void> {
  const { createToken } = await api();
  const { role, name, days, json } = options;
  const nowMs = context.clock.nowMs();
  const expiry = days === undefined ? {} : { expiresAt: new Date(nowMs + days * millisecondsOfDay) };
  const created = await createToken(await context.database(), { role, name, nowMs, ...expiry });
  if (json === true) writeJson(context.stdout, created);
  else {
    context.stdout.write(`${created.token}\n`);
    context.stderr.write(`a token of ${name}, ${role}; it is not shown again\n`);
  }
}

async function list(context: CommandContext, { json }: JsonOption): Promise<void> {
  const { listTokens } = await api();
  const tokens = await listTokens(await context.database(), context.clock.nowMs());
  if (json === true) {
    writeJson(context.stdout, tokens);
    return;
  }
  context.stdout.write(
    renderTable(
      ['id', 'name', 'role', 'state', 'made', 'valid until'].map((heading) => ({ heading })),
      tokens.map(({ id, name, role, state, createdAt, expiresAt }) => [
        ...[id, name, role, state, createdAt.toISOString()],
        expiresAt?.toISOString() ?? 'for ever',
      ]),
    ),
  );
}

async function revoke(context: CommandContext, id: string, { json }: JsonOption): Promise<void> {
  const { revokeToken } = await api();
  const revoked = await revokeToken(await context.database(), id, context.clock.nowMs());
  if (json === true) writeJson(context.stdout, revoked);
  else context.stdout.write(`${id}: revoked\n`);
}
