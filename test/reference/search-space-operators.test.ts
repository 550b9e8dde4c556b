import { format } from 'prettier';
import { expect, it } from 'vitest';

import { operatorTemplates } from '../../src/orchestrator/search-space/operators/index.js';
import type { ParameterDefinition } from '../../src/orchestrator/search-space/operators/index.js';

const introduction = `# Operators of search spaces

The parameters that a search space can give each operator ([campaigns](../guides/campaigns.md)), and what they are when it does not.
Images are NHWC. A test keeps this page equal to the code (\`npx vitest run test/reference -u\` writes it anew).
`;

function kindOf(definition: ParameterDefinition): string {
  switch (definition.kind) {
    case 'size':
      return 'whole number';
    case 'number':
      return 'number';
    case 'flag':
      return 'true or false';
    case 'name':
      return definition.names.map((name) => `\`${name}\``).join(', ');
  }
}

function fallbackOf(definition: ParameterDefinition): string {
  if (!('fallback' in definition)) return 'must be given';
  const { fallback } = definition;
  return typeof fallback === 'object' ? `as \`${fallback.sameAs}\`` : `\`${String(fallback)}\``;
}

it('are described in docs/reference/search-space-operators.md as the sampler has them', async () => {
  const sections = Object.entries(operatorTemplates).map(([operator, { parameters }]) => {
    const rows = Object.entries(parameters).map(
      ([name, definition]) => `| \`${name}\` | ${kindOf(definition)} | ${fallbackOf(definition)} |`,
    );
    return `## ${operator}\n\n| parameter | values | otherwise |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const page = await format([introduction, ...sections].join('\n'), { parser: 'markdown', printWidth: 110 });
  await expect(page).toMatchFileSnapshot('../../docs/reference/search-space-operators.md');
});
