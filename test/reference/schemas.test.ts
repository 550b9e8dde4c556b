import { format } from 'prettier';
import { expect, it } from 'vitest';
import { z } from 'zod';

import { architectureSpaceSchema, campaignSchema, searchSpaceSchema } from '../../src/orchestrator/index.js';

it.each([
  ['architecture-space', architectureSpaceSchema],
  ['campaign', campaignSchema],
  ['search-space', searchSpaceSchema],
])(
  'configs/schemas/%s.schema.json is what the code accepts (vitest -u writes it anew)',
  async (name, schema) => {
    const document = z.toJSONSchema(schema, { io: 'input' });
    const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot(`../../configs/schemas/${name}.schema.json`);
  },
);
