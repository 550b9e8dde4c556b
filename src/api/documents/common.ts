import { z } from 'zod';

import { parseScenarioKey } from '../../records/scenario.js';
import { problemSchema } from '../problems/problem.js';

/** A moment: a Date here, ISO 8601 where it is sent. */
export const moment = z.date();

/** The key of a scenario. */
export const scenarioKey = z
  .string()
  .max(100)
  .refine((text) => parseScenarioKey(text) !== undefined, {
    error:
      'expected <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15',
  })
  .describe('<cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15');

/** A name, a serial number, an id: short, and no control characters. */
export const shortText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, { error: 'expected no control characters' });

/** What every route may answer besides what it is for. */
export const refusals = {
  '4xx': { description: 'what is wrong', content: { 'application/problem+json': { schema: problemSchema } } },
  '5xx': {
    description: 'what the farm lacks, or a defect of it',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const;
