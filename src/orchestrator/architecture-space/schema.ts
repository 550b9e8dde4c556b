import { z } from 'zod';

import { architectureSpace, architectureSpaces, GraphError, restrictDesign } from '../../graph/index.js';

const scalar = z.union([z.number(), z.string(), z.boolean()]);

/** A file of configs/search-spaces/ whose samples are whole networks. */
export const architectureSpaceSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'expected lower-case letters, digits and hyphens' }),
    description: z.string().optional(),
    architectures: z
      .enum(architectureSpaces.map(({ name }) => name))
      .describe('The published space that networks are sampled from.'),
    only: z
      .record(z.string(), z.array(scalar).min(1))
      .default({})
      .describe(
        'Options that stay possible, by the names of decisions, or by the last parts of their names for all of them.',
      ),
  })
  .superRefine(({ architectures, only }, context) => {
    try {
      restrictDesign(architectureSpace(architectures).decisions, only);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const decision = String(error.details['decision']);
      const path = decision in only ? ['only', decision] : ['only'];
      context.addIssue({ code: 'custom', path, message: error.message });
    }
  });

export type ArchitectureSpaceFile = z.output<typeof architectureSpaceSchema>;
