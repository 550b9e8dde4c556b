import { expect, it } from 'vitest';

import { parseCells } from '../../../src/exchange/published/nas-bench-201.js';
import { parseNetworks, type PublishedNetwork } from '../../../src/exchange/published/networks.js';
import { evaluateTotals, type EvaluateTotalsOptions } from '../../../src/trainer/totals/evaluate-totals.js';
import { describeWithSharedText, sharedDataText } from '../../support/shared-data.js';

const transformerText = sharedDataText('phones/tflite_transformer_e2e.csv');

/** Every fourth network is held out. */
function options(networks: readonly PublishedNetwork[], device: string): EvaluateTotalsOptions {
  const names = networks.map(({ network }) => network).sort();
  return {
    networks,
    device,
    trainModels: names.filter((_, index) => index % 4 !== 0),
    testModels: names.filter((_, index) => index % 4 === 0),
    sources: [],
    gpuOf: (name) => (name === 'pixel4' ? 'adreno640' : undefined),
    monotonicMs: () => 0,
  };
}

describeWithSharedText(
  'phones/tflite_cnn_e2e.csv',
  'phones that are learned from whole networks’ times alone',
  (text) => {
    const networks = parseNetworks(text, 'e2e.csv');
    const pixel4 = options(networks, 'pixel4');

    it('are predicted within a few percent, CPU and GPU', () => {
      const scenarios = ['1large|float', '1large|quant', 'gpu|float'];
      const evaluation = evaluateTotals({ ...pixel4, scenarios });
      expect(evaluation.scenarios.map(({ scenario }) => scenario)).toEqual(
        scenarios.map((name) => `pixel4|${name}`),
      );
      for (const { mape, coverage90 } of evaluation.scenarios) {
        expect(mape).toBeLessThan(6);
        expect(coverage90).toBeGreaterThan(70);
      }
    });

    it.skipIf(transformerText === undefined)('tell transformers’ times when three of them are known', () => {
      const transformers = parseNetworks(transformerText ?? '', 'transformers.csv');
      const names = transformers.map(({ network }) => network);
      const known = ['deit-small-distilled-patch16-224', 'mit-b1', 'mobilevit-x-small'];
      const evaluation = evaluateTotals({
        ...pixel4,
        networks: [...networks, ...transformers],
        trainModels: [...networks.map(({ network }) => network), ...known],
        testModels: names.filter((name) => !known.includes(name)),
        scenarios: ['1large|float', '1large|quant'],
      });
      for (const { mape } of evaluation.scenarios) expect(mape).toBeLessThan(8);
    });

    it('doubt a total that was written down wrong, and predict what they did without it', () => {
      const wrong = networks.map((network) =>
        network.network !== pixel4.trainModels[3]
          ? network
          : {
              ...network,
              latencies: network.latencies.map((each) => ({ ...each, meanUs: each.meanUs / 1000, stdUs: 0 })),
            },
      );
      const [scenario] = evaluateTotals({
        ...pixel4,
        networks: wrong,
        scenarios: ['1large|float'],
      }).scenarios;
      expect(scenario?.doubted).toContain(pixel4.trainModels[3]);
      expect(scenario?.mape).toBeLessThan(6);
    });

    it('need few networks where other scenarios of the phone are known', () => {
      const few = { ...pixel4, scenarios: ['2med|float'], budget: 2 };
      const alone = evaluateTotals(few);
      const helped = evaluateTotals({ ...few, knownScenarios: ['1med|float', '1large|float', '3med|float'] });
      expect(helped.scenarios[0]?.learnedFrom).toHaveLength(2);
      expect(helped.medianMape).toBeLessThan(alone.medianMape);
    });

    it('are left out, and said, where their GPU is not known', () => {
      const { skipped } = evaluateTotals({
        ...pixel4,
        device: 's10',
        scenarios: ['1large|float', 'gpu|float'],
      });
      expect(skipped).toHaveLength(1);
      expect(skipped[0]).toMatchObject({ scenario: 's10|gpu|float' });
      expect(skipped[0]?.reason).toContain('--gpu');
    });

    it('are left out, and said, where nothing of a list was measured, and the others are evaluated', () => {
      const gone = (network: string) => pixel4.testModels.includes(network);
      const without = networks.map((network) => ({
        ...network,
        latencies: network.latencies.filter(({ cores }) => !(gone(network.network) && cores === '1med')),
      }));
      const scenarios = ['1med|float', '1large|float'];
      const evaluation = evaluateTotals({ ...pixel4, networks: without, scenarios });
      expect(evaluation.scenarios.map(({ scenario }) => scenario)).toEqual(['pixel4|1large|float']);
      expect(evaluation.skipped).toEqual([
        { scenario: 'pixel4|1med|float', reason: 'none of the test models was measured' },
      ]);
    });

    it.each([
      [{ device: 'nokia' }, /no device nokia; it has pixel4/],
      [{ scenarios: ['9large|float'] }, /no scenario 9large\|float; it has 1large\|float/],
    ])('are refused where the table has none such: %j', (wrong, message) => {
      expect(() => evaluateTotals({ ...pixel4, ...wrong })).toThrow(message);
    });
  },
);

describeWithSharedText(
  'phones/nas_bench_201_e2e.csv',
  'back ends that tell nothing of operations',
  (text) => {
    it('are learned from cells of NAS-Bench-201', () => {
      const cells = options(parseCells(text, 'cells.csv'), 'true_640');
      const evaluation = evaluateTotals({ ...cells, trainModels: cells.trainModels.slice(0, 60) });
      expect(evaluation.medianMape).toBeLessThan(6);
    });
  },
);
