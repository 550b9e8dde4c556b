import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Not a budget: only what hangs takes as long (test/support/eventually.ts).
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    // CommonJS packages look to the tests as they look to Node.
    deps: { interopDefault: false },
  },
});
