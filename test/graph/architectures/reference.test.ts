import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import {
  architectureFamily,
  architectureNames,
  buildArchitecture,
} from '../../../src/graph/architectures/index.js';
import { describeGraph } from '../../../src/graph/index.js';

const introduction = `# Architectures

What \`farm graph build NAME\` builds, for one image: names as in osmr's imgclsmob zoo (convolutional networks) and on Hugging
Face's hub (transformers). Architectures of one family share blocks and many operation configurations: whoever splits data
for training and testing keeps a family together. FLOPs count 2 per multiplication with an addition, and elementwise work
one per element. This file is compared with the code by test/graph/architectures/reference.test.ts, which also writes it:
\`npx vitest run test/graph/architectures/reference.test.ts --update\`.
`;

it('says in docs/reference/architectures.md what every architecture costs', async () => {
  const rows = architectureNames().map((name) => {
    const graph = buildArchitecture(name);
    const { flops, parameters, operations } = describeGraph(graph);
    const size = graph.tensors[graph.inputs[0] ?? -1]?.shape[1] ?? 0;
    return [name, architectureFamily(name), size, operations.length, parameters, flops];
  });
  const table = [
    ['name', 'family', 'input', 'operations', 'parameters', 'FLOPs'],
    Array(6).fill('---'),
    ...rows,
  ];
  const text = `${introduction}\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
  const style = await resolveConfig(import.meta.filename);
  const formatted = await format(text, { ...style, parser: 'markdown' });
  await expect(formatted).toMatchFileSnapshot('../../../docs/reference/architectures.md');
});
