import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { featureNames, operatorNames } from '../../src/graph/index.js';
import { expectation } from '../../src/graph/operators/definition/fields.js';
import type { Field } from '../../src/graph/operators/definition/fields.js';
import type { OperatorDefinition, OperatorInput } from '../../src/graph/operators/definition/operator.js';
import { operatorNamed } from '../../src/graph/operators/registry.js';

const reference = new URL('../../docs/reference/', import.meta.url);

describe('docs/reference', () => {
  it('operators.md says of every operator what its definition says', async () => {
    const preface = readFileSync(new URL('operators.md', reference), 'utf8').split('\n## ')[0] ?? '';
    const sections = operatorNames.map((name) => operatorSection(operatorNamed(name)));
    const file = new URL('operators.md', reference).pathname;
    const options = { ...(await resolveConfig(file)), filepath: file };
    await expect(await format([preface, ...sections].join('\n\n'), options)).toMatchFileSnapshot(file);
  });
});

function operatorSection(definition: OperatorDefinition): string {
  const { name, inputs, fields, types } = definition;
  const common = featureNames('RELU').slice(0, featureNames('RELU').indexOf('rank'));
  const features = featureNames(name).filter((feature) => !common.includes(feature));
  return [
    `## ${name}`,
    `- inputs: ${inputs.map(inputText).join(', ')}`,
    ...Object.entries(fields).map(([attribute, field]) => `- \`${attribute}\`: ${fieldText(field)}`),
    ...(types ? [`- types: ${types.join(', ')}`] : []),
    `- features of its own: ${features.length === 0 ? 'none' : features.map((feature) => `\`${feature}\``).join(', ')}`,
  ].join('\n');
}

function inputText({ name, role, channelDimension, optional, repeats }: OperatorInput): string {
  const notes = [
    ...(role === 'activation' ? [] : [role === 'integers' ? 'integer constant' : role]),
    ...(channelDimension === undefined ? [] : [`int8 per channel of dimension ${channelDimension}`]),
    ...(optional ? ['optional'] : []),
    ...(repeats ? ['any number of them'] : []),
  ];
  return notes.length === 0 ? `\`${name}\`` : `\`${name}\` (${notes.join(', ')})`;
}

function fieldText(field: Field): string {
  if (field.kind === 'output-type') return `${expectation(field)}; ${field.stored} if left out`;
  const needed = field.kind === 'integer' && field.stored < field.minimum;
  return `${expectation(field)}; ${needed ? 'must be given' : `${JSON.stringify(field.stored)} if left out`}`;
}
