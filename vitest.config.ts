import { defineConfig } from 'vitest/config';

const system = ['e2e', 'faults', 'house', 'integration', 'reference', 'scripts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Not a budget: only what hangs takes as long (test/support/eventually.ts).
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // One more than the cores of a small machine: most of the time tests wait for processes that they started.
    maxWorkers: 3,
    // CommonJS packages look to the tests as they look to Node.
    deps: { interopDefault: false },
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
