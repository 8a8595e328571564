import { availableParallelism } from 'node:os';

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@fastify/static$': '<rootDir>/test/support/no-static-files.cjs',
  },
  transform: { '^.+\\.ts$': '@swc/jest' },
  setupFilesAfterEnv: ['<rootDir>/test/support/end-async-contexts.ts'],
};

/** Unit tests fake the time of the library, which takes no fakes from the global object. */
const fakeable = {
  '/host-timers\\.js$': '<rootDir>/test/support/global-timers.ts',
  '^(\\.|(\\.\\./)+(lib/)?platform)/clock\\.js$': '<rootDir>/test/support/global-clock.ts',
};

/** A busy machine makes each process starve at times. That is the verdict of no test, but of those that starve one. */
const calm = { '/kernel-files\\.js$': '<rootDir>/test/support/calm-machine.ts' };

export default {
  // A third of the time, a test waits for a timer: a third worker for two cores uses it.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Jest keeps the modules of each ended test file, 40 MB a file: single collections of a large heap take longer than the
  // waits that the tests judge. A new worker for each third file took half as long again.
  workerIdleMemoryLimit: '800MB',
  // Half a second, the default, is too short for a process to end on a busy machine.
  workerGracefulExitTimeout: 10_000,
  // For what hangs. No test on a machine that is only busy may get near it.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/support/units-last.mjs',
  reporters: ['default', '<rootDir>/test/support/progress-reporter.mjs'],
  // Not istanbul: its counters would stand in the functions whose samples and names the tests look at.
  coverageProvider: 'v8',
  collectCoverageFrom: ['{lib,cli}/**/*.ts', '!lib/**/*.interface.ts', '!lib/index.ts'],
  projects: ['unit', 'integration', 'boundaries', 'delivery', 'browser', 'services'].map(kind => ({
    ...base,
    displayName: kind,
    moduleNameMapper: { ...(kind === 'unit' ? fakeable : calm), ...base.moduleNameMapper },
    testMatch: [`<rootDir>/test/${kind}/**/*.spec.ts`],
  })),
};
