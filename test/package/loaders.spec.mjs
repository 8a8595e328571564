// Loaders and test runners that compile TypeScript in memory. A report has the line of the source, or none, but never the
// line of the compiled code under the name of the source.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { nodeBinary } from '../consumer/npm.mjs';
import { lossesOf } from '../consumer/losses.mjs';
import { installed, nest, run } from './support/consumer.mjs';

const NODES = ['20', '22', '24', '26'];

const COMPILER = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  target: 'es2022',
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  sourceMap: true,
};
const JEST = { testEnvironment: 'node', rootDir: 'loaders', testMatch: ['**/*.spec.ts'] };
const SWC = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } };

/** Installs a Nest and tools, and returns a function that runs `loaders/main.ts` and returns the verdict. */
async function consumer(version, tools, manifest) {
  const folder = await installed({ ...nest(version), ...tools }, { manifest });
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER }));
  return folder;
}

async function verdictOf(folder, node, args) {
  const file = join(folder, 'verdict.json');
  writeFileSync(file, '{}');
  const { stdout } = await run(await nodeBinary(folder, node), args, { cwd: folder, env: { VERDICT: file } });
  const printed = /^verdict (.*)$/m.exec(stdout)?.[1];
  return JSON.parse(printed ?? readFileSync(file, 'utf8'));
}

/** The line of the function in the source of `app.ts`. */
function trueLine(folder, directory = 'loaders') {
  const lines = readFileSync(join(folder, directory, 'app.ts'), 'utf8').split('\n');
  return 1 + lines.findIndex(line => line.includes('sumOfPrices(ms'));
}

function assertMapped(folder, { subject, location, degraded }, directory) {
  assert.deepEqual(
    { subject, location },
    { subject: 'sumOfPrices', location: `app.ts:${trueLine(folder, directory)}` },
  );
  assert.deepEqual(lossesOf(degraded), []);
}

function assertNoLine({ subject, location, degraded }) {
  assert.deepEqual({ subject, location }, { subject: 'sumOfPrices', location: 'app.ts' });
  assert.match(degraded.join('\n'), /^Functions of app\.ts have no line: /m);
}

describe('CommonJS, Nest 11, with', () => {
  const tools = {
    'ts-node': '^10.9.2',
    '@swc-node/register': '^1.11.1',
    '@swc/core': '^1.16.0',
    '@swc/jest': '^0.2.39',
    jest: '^30.5.0',
    'ts-jest': '^29.4.0',
    typescript: '^5.9.0',
    '@types/node': '20',
    '@types/jest': '^30.0.0',
  };
  let folder;

  before(async () => {
    folder = await consumer('11', tools);
    const swc = { ...SWC, module: { type: 'commonjs' } };
    const tsJest = { diagnostics: false, isolatedModules: true };
    writeFileSync(join(folder, 'swc.json'), JSON.stringify({ ...JEST, transform: { ts$: ['@swc/jest', swc] } }));
    writeFileSync(join(folder, 'ts.json'), JSON.stringify({ ...JEST, transform: { ts$: ['ts-jest', tsJest] } }));
  });

  for (const node of ['20', '26']) {
    for (const loader of ['ts-node/register/transpile-only', '@swc-node/register']) {
      it(`${loader}, on Node ${node}`, async () =>
        assertMapped(folder, await verdictOf(folder, node, ['--require', loader, 'loaders/main.ts'])));
    }
  }

  for (const [name, config] of [
    ['@swc/jest', 'swc.json'],
    ['ts-jest', 'ts.json'],
  ]) {
    it(`Jest and ${name}`, async () => {
      const args = ['node_modules/jest/bin/jest.js', '-c', config, '--cacheDirectory', join(folder, `cache-${config}`)];
      assertMapped(folder, await verdictOf(folder, '24', args));
    });
  }
});

describe('ECMAScript modules, Nest 12, with', () => {
  const tools = {
    '@swc-node/register': '^1.11.1',
    '@swc/core': '^1.16.0',
    '@swc/jest': '^0.2.39',
    jest: '^30.5.0',
    tsx: '^4.20.0',
    typescript: '^5.9.0',
    vitest: '^4.0.0',
    '@types/node': '20',
  };
  let folder;

  before(async () => {
    folder = await consumer('12', tools, { type: 'module' });
    const esm = {
      extensionsToTreatAsEsm: ['.ts'],
      transform: { ts$: ['@swc/jest', { ...SWC, module: { type: 'es6' } }] },
    };
    writeFileSync(join(folder, 'esm.json'), JSON.stringify({ ...JEST, ...esm }));
    const include = "['loaders/*.spec.ts']";
    writeFileSync(
      join(folder, 'vitest.config.mjs'),
      `export default { test: { globals: true, include: ${include} } };`,
    );
    // An enumeration is code, which Node writes for it.
    cpSync(join(folder, 'loaders'), join(folder, 'enumerated'), { recursive: true });
    const app = readFileSync(join(folder, 'loaders/app.ts'), 'utf8');
    const enumeration = 'enum Unit {\n  Piece,\n  Kilo,\n}\n\nclass Prices {\n  unit = Unit.Piece;\n';
    writeFileSync(join(folder, 'enumerated/app.ts'), app.replace('class Prices {\n', enumeration));
  });

  for (const node of NODES) {
    it(`tsx, on Node ${node}`, async () =>
      assertMapped(folder, await verdictOf(folder, node, ['--import', 'tsx', 'loaders/main.ts'])));
  }

  // Its maps stay on the thread that compiles.
  it('swc-node', async () =>
    assertNoLine(await verdictOf(folder, '24', ['--import', '@swc-node/register/esm-register', 'loaders/main.ts'])));

  for (const node of NODES.slice(1)) {
    it(`Node ${node} itself, which replaces types by blanks`, async () =>
      assertMapped(folder, await verdictOf(folder, node, ['loaders/main.ts'])));
  }

  for (const node of ['22', '24']) {
    const option = '--experimental-transform-types';
    it(`Node ${node} and ${option}`, async () =>
      assertMapped(folder, await verdictOf(folder, node, [option, 'enumerated/main.ts']), 'enumerated'));
  }

  it('--experimental-transform-types without its source maps', async () => {
    const args = ['--experimental-transform-types', '--no-enable-source-maps', 'enumerated/main.ts'];
    assertNoLine(await verdictOf(folder, '24', args));
  });

  it('Jest', async () => {
    const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '-c', 'esm.json'];
    assertMapped(folder, await verdictOf(folder, '24', args));
  });

  for (const pool of ['forks', 'threads', 'vmThreads']) {
    it(`Vitest and its pool ${pool}`, async () =>
      assertMapped(folder, await verdictOf(folder, '24', ['node_modules/vitest/vitest.mjs', 'run', `--pool=${pool}`])));
  }
});
