import type { Command } from 'commander';

import type { CommandContext } from '../context/context.js';

/** Gives a command its options, its subcommands and what it does. */
type RegisterCommand = (command: Command, context: CommandContext) => void;

/** A command as the help lists it, and where the rest of it is. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** For this program's own use: not shown in the help. */
  readonly hidden?: boolean;
  /** Tells of all commands, so that all are loaded with it. */
  readonly tellsOfAll?: boolean;
  /** Loads the command's module. */
  readonly load: () => Promise<RegisterCommand>;
}

/** Every command, in the order in which the help shows them. Only the one that is asked for is loaded. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'demo',
    description:
      'measure, learn and predict from beginning to end, with virtual phones and throwaway services',
    load: async () => (await import('./demo/demo.js')).registerDemo,
  },
  {
    name: 'up',
    description: 'start services, virtual phones and a worker in the background',
    load: async () => (await import('./up.js')).registerUp,
  },
  {
    name: 'down',
    description: 'stop what "farm up" has started; measurements are kept',
    load: async () => (await import('./down.js')).registerDown,
  },
  {
    name: 'status',
    description: 'see in one screen what runs, what waits, and what does not work',
    load: async () => (await import('./status/status.js')).registerStatus,
  },
  {
    name: 'doctor',
    description: 'look for what is missing or wrong, here and in the farm, and say how to mend it',
    load: async () => (await import('./doctor/doctor.js')).registerDoctor,
  },
  {
    name: 'logs',
    description: 'read what the programs of "farm up" have written down',
    load: async () => (await import('./logs/logs.js')).registerLogs,
  },
  {
    name: 'serve',
    description: 'answer over HTTP until interrupted',
    load: async () => (await import('./serve/serve.js')).registerServe,
  },
  {
    name: 'tokens',
    description: 'let others ask over HTTP',
    load: async () => (await import('./serve/tokens.js')).registerTokens,
  },
  {
    name: 'webhooks',
    description: 'tell addresses of what people wait for: campaigns, phones, releases',
    load: async () => (await import('./webhooks/webhooks.js')).registerWebhooks,
  },
  {
    name: 'campaign',
    description: 'queue measurements and see how they stand',
    load: async () => (await import('./campaign/campaign.js')).registerCampaign,
  },
  {
    name: 'profile',
    description: 'know a phone from a minute of measuring: choose networks, measure, learn, release',
    load: async () => (await import('./profile/profile.js')).registerProfile,
  },
  {
    name: 'results',
    description: 'show the networks of a campaign as measured beside as predicted',
    load: async () => (await import('./runs/results.js')).registerResults,
  },
  {
    name: 'runs',
    description: 'see what each run measured, how, and what the tool printed',
    load: async () => (await import('./runs/runs.js')).registerRuns,
  },
  {
    name: 'prune',
    description: 'remove what benchmark tools printed in old runs; measurements stay',
    load: async () => (await import('./runs/prune.js')).registerPrune,
  },
  {
    name: 'phones',
    description: 'look after the phones',
    load: async () => (await import('./phones/phones.js')).registerPhones,
  },
  {
    name: 'hosts',
    description: 'attach machines with phones over SSH',
    load: async () => (await import('./hosts/hosts.js')).registerHosts,
  },
  {
    name: 'binaries',
    description: 'keep the benchmark tools that phones run',
    load: async () => (await import('./binaries.js')).registerBinaries,
  },
  {
    name: 'train',
    description:
      'learn predictors from what was measured in a scenario, and promote them if the gate lets them pass',
    load: async () => (await import('./train.js')).registerTrain,
  },
  {
    name: 'prior',
    description: 'make what all profiled phones have in common, for training of whole networks’ times',
    load: async () => (await import('./prior.js')).registerPrior,
  },
  {
    name: 'predict',
    description: 'predict how long a network takes; exit code 3 where it is not known whole',
    load: async () => (await import('./predict/predict.js')).registerPredict,
  },
  {
    name: 'check',
    description: 'refuse a network that takes too long, with the reason as Markdown; for CI',
    load: async () => (await import('./check/check.js')).registerCheck,
  },
  {
    name: 'evaluate',
    description: 'judge predictors by networks they did not learn from',
    load: async () => (await import('./evaluate/evaluate.js')).registerEvaluate,
  },
  {
    name: 'predictors',
    description: 'see and choose the releases that answer',
    load: async () => (await import('./predictors/predictors.js')).registerPredictors,
  },
  {
    name: 'releases',
    description: 'take releases out of the farm as files, and in',
    load: async () => (await import('./releases/releases.js')).registerReleases,
  },
  {
    name: 'nightly',
    description: 'train anew by schedule, and promote what is no worse',
    load: async () => (await import('./nightly/nightly.js')).registerNightly,
  },
  {
    name: 'import',
    description: 'take in measurements from files',
    load: async () => (await import('./import.js')).registerImport,
  },
  {
    name: 'export',
    description: 'write measurements as a file: a row for each operation of each run',
    load: async () => (await import('./export.js')).registerExport,
  },
  {
    name: 'graph',
    description: 'look into networks',
    load: async () => (await import('./graph/graph.js')).registerGraph,
  },
  {
    name: 'space',
    description: 'look into search spaces',
    load: async () => (await import('./space/space.js')).registerSpace,
  },
  {
    name: 'worker',
    description: 'measure on the phones of this host',
    load: async () => (await import('./worker.js')).registerWorker,
  },
  {
    name: 'orchestrator',
    description: 'look after campaigns where no worker of this machine does',
    load: async () => (await import('./orchestrator.js')).registerOrchestrator,
  },
  {
    name: 'db',
    description: "look after the database's schema",
    load: async () => (await import('./db.js')).registerDb,
  },
  {
    name: 'completion',
    description: 'print what lets a shell complete commands and options',
    tellsOfAll: true,
    load: async () => (await import('./completion/completion.js')).registerCompletion,
  },
  {
    name: 'lab',
    description: 'run virtual phones and a worker until interrupted',
    hidden: true,
    load: async () => (await import('./lab.js')).registerLabCommand,
  },
];
