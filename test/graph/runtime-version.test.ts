import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureLevel, parseRuntimeVersion } from '../../src/graph/index.js';
import { isRuntimeVersion, isTfliteVersion } from '../../src/graph/runtime-version.js';
import { parseScenarioKey } from '../../src/records/scenario.js';
import { toolFeatureLevel } from '../../src/worker/benchmark-tool/index.js';

const level = (text: string) => featureLevel(parseRuntimeVersion(text));

describe('the version of a runtime', () => {
  it('is a release, a candidate, or what was built on the way to one', () => {
    expect(parseRuntimeVersion('2.15.1')).toEqual({
      lineage: 'tensorflow',
      major: 2,
      minor: 15,
      patch: 1,
      stage: 'release',
    });
    expect(parseRuntimeVersion('2.20-rc0').stage).toBe('candidate');
    expect(parseRuntimeVersion('2.19-dev').stage).toBe('development');
    expect(parseRuntimeVersion('litert-2.1')).toMatchObject({ lineage: 'litert', major: 2, minor: 1 });
  });

  it('can do what its version can when it is a candidate, and less when it was built on the way to it', () => {
    const levels = ['2.4', '2.18', '2.19-dev', '2.19', '2.20', 'litert-1.4', 'litert-2.1'].map(level);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(level('2.20-rc0')).toBe(level('2.20'));
    expect(level('2.20.3')).toBe(level('2.20'));
  });

  it('may be of PyTorch, whose kernels nobody knows here', () => {
    expect(parseRuntimeVersion('pytorch-2.0')).toMatchObject({ lineage: 'pytorch', major: 2, minor: 0 });
    expect(['2.10', 'litert-2.1', 'pytorch-2.0', 'x'].map(isTfliteVersion)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(() => level('pytorch-2.0')).toThrow('PyTorch 2.0');
  });

  it.each([
    ['v2.20.0-rc0', '2.20.0-rc0'],
    ['2.20.0rc1', '2.20.0-rc1'],
    ['2.19.0.dev20241108', '2.19.0-dev20241108'],
    ['TF 2.15', '2.15'],
    ['LiteRT 2.1', 'litert-2.1'],
  ])('is told the right spelling of for %s', (written, right) => {
    expect(() => parseRuntimeVersion(written)).toThrow(`write it as ${right}.`);
  });

  it('is the same thing to scenarios, tools and kernels', () => {
    const part = fc.integer({ min: 0, max: 30 });
    const stage = fc.constantFrom('', '-rc0', '-rc12', '-dev', '-dev20241108', '-beta', 'rc1', '-');
    const version = fc.tuple(fc.constantFrom('', 'litert-', 'v'), part, part, stage).map((parts) => {
      const [lineage, major, minor, suffix] = parts;
      return `${lineage}${major}.${minor}${suffix}`;
    });
    fc.assert(
      fc.property(version, (text) => {
        const known = isRuntimeVersion(text);
        expect(parseScenarioKey(`1large-t1-float32-builtin-${text}`) !== undefined).toBe(known);
        if (!known) expect(() => toolFeatureLevel(text)).toThrow(/no runtime version/);
        else if (level(text) >= level('2.4')) expect(toolFeatureLevel(text)).toBe(level(text));
        else expect(() => toolFeatureLevel(text)).toThrow(/before TensorFlow 2.4/);
      }),
    );
  });
});
