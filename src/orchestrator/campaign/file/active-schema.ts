import { z } from 'zod';

import { parseScenarioKey } from '../../../records/scenario.js';
import { strategyNames } from '../../../records/strategies.js';

const scenarioKey = z.string().refine((key) => parseScenarioKey(key) !== undefined, {
  error: 'expected a scenario such as 1large-t1-float32-builtin-2.15',
});

/** How an active campaign decides: round by round, from what was measured so far. */
export const activeSchema = z
  .strictObject({
    strategy: z
      .enum(strategyNames)
      .default('combined')
      .describe('How configurations are chosen; docs/guides/active-campaigns.md lists the strategies.'),
    target: z
      .strictObject({
        withinPercent: z.number().min(0.5).max(100).default(5),
        ofNetworksPercent: z.number().min(1).max(100).default(90),
      })
      .prefault({})
      .describe('Stop when so many networks are thought to be predicted within so many percent.'),
    budgetPhoneMinutes: z.number().positive().describe('The most phone time the campaign may use.'),
    roundSize: z.number().int().min(1).max(500).default(24).describe('Configurations chosen at a time.'),
    seedSize: z
      .number()
      .int()
      .min(2)
      .max(500)
      .default(25)
      .describe('Configurations chosen by coverage before any are chosen by what was learned.'),
    patienceRounds: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(3)
      .describe('Stop when so many rounds in a row did not lower the expected error by 2 %.'),
    pack: z
      .number()
      .int()
      .min(1)
      .max(64)
      .default(12)
      .describe('How many configurations share one model file.'),
    checkPacking: z
      .number()
      .int()
      .min(0)
      .max(50)
      .default(3)
      .describe(
        'How many configurations of each operator are measured both packed and alone; 0: packing is not checked.',
      ),
    units: z
      .enum(['operations', 'networks', 'architectures', 'both'])
      .default('operations')
      .describe(
        'Measure operation configurations; whole networks by what their times alone teach, wherever nothing tells of single operations (networks) or by the operations that they hold (architectures); or both, weighed against each other by what they teach for a second of phone time.',
      ),
    warmStart: z
      .union([z.enum(['auto', 'none']), z.array(scenarioKey).min(1)], {
        error: 'expected auto, none, or a list of scenarios',
      })
      .default('auto')
      .describe(
        'Phones already profiled to start from: those that are alike, none, or those measured in given scenarios.',
      ),
    prior: z
      .string()
      .min(1)
      .default('auto')
      .describe(
        'What phones have in common, where whole networks are chosen: the shipped prior where it helps (auto) or always, none, or a file of "farm prior make", relative to the folder of this file.',
      ),
  })
  .describe(
    'Choose what to measure round by round; operations and architectures are then what is chosen from.',
  );

export type ActiveSettings = z.output<typeof activeSchema>;
