import { z } from 'zod';

const operandSchema = z.strictObject({
  shape: z.array(z.int()),
  type: z.string(),
  constant: z.boolean(),
  values: z.array(z.number()).optional(),
});

/** An operation configuration of unknown origin, as far as its form goes; `configurationHash` checks its attributes. */
export const configurationSchema = z.strictObject({
  operator: z.string().min(1),
  attributes: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number())])),
  inputs: z.array(operandSchema.nullable()),
});
