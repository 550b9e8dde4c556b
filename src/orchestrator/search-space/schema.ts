import { z } from 'zod';

import { checkOperation } from './check.js';
import { parameterSchema, weightsProblem } from './parameter.js';

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'expected lower-case letters, digits and hyphens' });

const jointSchema = z
  .strictObject({
    parameters: z.array(z.string()).min(2).describe('Parameters that are drawn together.'),
    choices: z
      .array(z.array(z.union([z.number(), z.string(), z.boolean()])))
      .min(1)
      .describe('Rows of values, one value for each parameter.'),
    weights: z
      .array(z.number().nonnegative())
      .optional()
      .describe('How often each row is drawn, relatively.'),
  })
  .superRefine((joint, context) => {
    for (const [row, values] of joint.choices.entries()) {
      if (values.length === joint.parameters.length) continue;
      const message = `${values.length} values for ${joint.parameters.length} parameters`;
      context.addIssue({ code: 'custom', path: ['choices', row], message });
    }
    const message = weightsProblem(joint.weights, joint.choices.length);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['weights'], message });
  });

const operationSchema = z
  .strictObject({
    name: name.describe('What this part of the space is called; samples are counted by it.'),
    operator: z.string().describe("TFLite's name of the operator, such as CONV_2D."),
    share: z
      .number()
      .positive()
      .default(1)
      .describe('How many of the samples it gets, relative to the others.'),
    parameters: z
      .record(z.string(), parameterSchema)
      .default({})
      .describe("How the operator's parameters are drawn."),
    variables: z
      .record(z.string(), parameterSchema)
      .default({})
      .describe('Numbers of your own, drawn like parameters, for derived values and constraints.'),
    joint: z.array(jointSchema).default([]).describe('Parameters drawn together, such as kernel and stride.'),
    derived: z.record(z.string(), z.string()).default({}).describe('Parameters as expressions of others.'),
    constraints: z
      .array(z.string())
      .default([])
      .describe(
        'Expressions that must hold; they may use flops, parameters and bytes of the operation as well.',
      ),
  })
  .superRefine((operation, context) => {
    for (const { path, message } of checkOperation(operation))
      context.addIssue({ code: 'custom', path, message });
  });

/** A file of configs/search-spaces/. */
export const searchSpaceSchema = z
  .strictObject({
    name,
    description: z.string().optional(),
    design: z
      .enum(['sobol', 'latin-hypercube'])
      .default('sobol')
      .describe('How the samples are spread over the space.'),
    operations: z.array(operationSchema).min(1),
  })
  .superRefine(({ operations }, context) => {
    for (const [index, operation] of operations.entries()) {
      if (operations.findIndex((other) => other.name === operation.name) === index) continue;
      context.addIssue({ code: 'custom', path: ['operations', index, 'name'], message: 'used twice' });
    }
  });

export type SearchSpaceFile = z.output<typeof searchSpaceSchema>;
