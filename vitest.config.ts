import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'mcp-servers/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/architecture/**/*.test.ts',
            'tests/correlate/**/*.test.ts',
            'tests/fakes/**/*.test.ts',
            'tests/manifests/**/*.test.ts',
            'tests/mcp/**/*.test.ts',
            'tests/scenarios/**/*.test.ts',
            'tests/evals/**/*.test.ts',
            'tests/*.test.ts',
          ],
        },
      },
      {
        // These run the built CLI as a process, so they need `npm run build` first.
        test: {
          name: 'acceptance',
          include: ['tests/acceptance/**/*.test.ts', 'tests/image/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        // Every row of the fault table, through the built CLI as a process.
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          // Mostly waiting for processes: left alone it would use one of two cores.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        // One real API server serves all files: they take turns.
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          // The first start compiles the control plane.
          hookTimeout: 45 * 60_000,
        },
      },
      {
        // The monitor as it is installed, in a cluster of its own; `npm run e2e` runs it beside the others.
        test: {
          name: 'in-cluster',
          include: ['tests/in-cluster/**/*.test.ts'],
          globalSetup: ['tests/in-cluster/global-setup.ts'],
          // All files start at once: one waits for the clock, the others for each other (lab.ts).
          maxWorkers: 8,
          testTimeout: 240_000,
          hookTimeout: 45 * 60_000,
        },
      },
    ],
  },
});
