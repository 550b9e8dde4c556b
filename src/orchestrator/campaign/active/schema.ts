import { z } from 'zod';

/** How an active campaign decides: round by round, from what was measured so far. */
export const activeSchema = z
  .strictObject({
    strategy: z
      .string()
      .min(1)
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
    pack: z
      .number()
      .int()
      .min(1)
      .max(64)
      .default(12)
      .describe('How many configurations share one model file.'),
  })
  .describe(
    'Choose what to measure round by round; operations and architectures are then what is chosen from.',
  );

export type ActiveSettings = z.output<typeof activeSchema>;
