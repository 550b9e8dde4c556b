import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import {
  architectureSpaceSchema,
  campaignSchema,
  parseSearchSpace,
  readCampaign,
} from '../../src/orchestrator/index.js';
import { parseYaml } from '../../src/platform/yaml.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

it.each(readdirSync(`${root}configs/campaigns`))(
  'configs/campaigns/%s can be submitted as it is',
  async (file) => {
    const { samples } = await readCampaign(`${root}configs/campaigns/${file}`);
    expect(samples.length).toBeGreaterThan(0);
  },
);

it('docs/guides/campaigns.md shows files that the program accepts', () => {
  const guide = readFileSync(`${root}docs/guides/campaigns.md`, 'utf8');
  const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(examples).toHaveLength(4);
  const [campaign = '', blackBoxes = '', space = '', architectures = ''] = examples;
  expect(parseYaml(campaign, 'campaign', campaignSchema).name).toBe('pixel-convolutions');
  expect(parseYaml(blackBoxes, 'campaign', campaignSchema).delegates).toHaveProperty('qnn_htp');
  expect(parseYaml(architectures, 'space', architectureSpaceSchema).architectures).toBe(
    'once-for-all-mobilenetv3',
  );
  expect(parseSearchSpace(space, 'space').operations).toHaveLength(1);
});
