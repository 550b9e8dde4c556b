import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const system = ['e2e', 'faults', 'house', 'integration', 'reference', 'scripts'];

/** Vitest begins with the largest files. The one that takes longest is small: begun last, it would keep the others waiting for it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith('test/faults/year/year.test.ts');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    // Not a budget: only what hangs takes as long (test/support/eventually.ts).
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One more than the cores of a small machine: most of the time tests wait for processes that they started.
    maxWorkers: 3,
    // CommonJS packages look to the tests as they look to Node.
    deps: { interopDefault: false },
    // What is built is loaded as Node loads it.
    server: { deps: { external: [/^(?!.*node_modules).*\/dist\//] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: system.map((folder) => `test/${folder}/**`),
          // No room keeps state in its modules: files of tests may share them, which saves a third of their time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'system', include: system.map((folder) => `test/${folder}/**/*.test.ts`) },
      },
    ],
  },
});
