const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
  testTimeout: 30_000,
};

export default {
  // Not istanbul: its counters would stand in the functions whose samples and names the tests look at.
  coverageProvider: 'v8',
  collectCoverageFrom: ['lib/**/*.ts', '!lib/report/viewer/**', '!lib/**/*.interface.ts', '!lib/index.ts'],
  projects: ['unit', 'integration', 'browser', 'services'].map(kind => ({
    ...base,
    displayName: kind,
    testMatch: [`<rootDir>/test/${kind}/**/*.spec.ts`],
  })),
};
