import type { Command } from 'commander';

import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { programVersion } from '../../version.js';
import { wholeNumber } from '../options/arguments.js';
import { deliverWebhooksOf } from '../webhooks/deliver.js';

interface ServeOptions {
  readonly listen: string;
  readonly port: number;
  readonly maxBody: number;
  readonly maxModel: number;
  readonly modelSeconds: number;
  readonly rate: number;
  readonly streams: number;
  readonly json?: true;
}

/** `farm serve`. */
export function registerServe(serve: Command, context: CommandContext): void {
  serve
    .option(
      '--listen <address>',
      'address of this machine; others reach only what is no loopback',
      '127.0.0.1',
    )
    .option('--port <number>', '0 takes any that is free', wholeNumber(0, 65_535), 8080)
    .option('--max-body <megabytes>', 'size of a request that is no model', wholeNumber(1, 1024), 8)
    .option('--max-model <megabytes>', 'size of a .tflite file that is sent', wholeNumber(1, 2048), 256)
    .option('--model-seconds <number>', 'how long such a file may be read', wholeNumber(1, 3600), 20)
    .option('--rate <number>', 'requests of one token in a minute', wholeNumber(1), 60_000)
    .option('--streams <number>', 'streams of progress at once', wholeNumber(1, 100_000), 500)
    .option('--json', 'print where it listens as one JSON document')
    .action((options: ServeOptions) => run(context, options));
}

async function run(context: CommandContext, options: ServeOptions): Promise<void> {
  const { startServer } = await import('../../../api/index.js');
  const { clock, stdout } = context;
  const { untilServicesAnswer } = await import('../../context/until-services-answer.js');
  const { database, queues } = await untilServicesAnswer(context, () => context.services());
  const logger = await context.logger();
  const server = await startServer({
    ...{ database, queues, clock, logger, version: programVersion },
    host: options.listen,
    port: options.port,
    limits: {
      bodyBytes: options.maxBody * 2 ** 20,
      modelBytes: options.maxModel * 2 ** 20,
      modelMs: options.modelSeconds * 1000,
      requestsPerMinute: options.rate,
      streams: options.streams,
    },
  });
  try {
    if (options.json === true) writeJson(stdout, { url: server.url, port: server.port });
    else stdout.write(`${server.url}\n`);
    await deliverWebhooksOf(context);
  } finally {
    await server.stop();
  }
}
