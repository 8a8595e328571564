const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
};

export default {
  projects: ['unit', 'integration', 'browser'].map(kind => ({
    ...base,
    displayName: kind,
    testMatch: [`<rootDir>/test/${kind}/**/*.spec.ts`],
  })),
  testTimeout: 30_000,
};
