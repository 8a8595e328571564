// The test runners of the Nest CLI, Jest with CommonJS for Nest 11 and Vitest for Nest 12, and Node's own runner.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { nodeBinary } from '../consumer/npm.mjs';
import { installed, nest, run } from './support/consumer.mjs';

const NODES = ['20', '22', '24', '26'];

/** The settings that `nest new` writes. */
const NEST_11_COMPILER = {
  module: 'nodenext',
  moduleResolution: 'nodenext',
  esModuleInterop: true,
  isolatedModules: true,
  emitDecoratorMetadata: true,
  experimentalDecorators: true,
  target: 'ES2023',
  sourceMap: true,
  skipLibCheck: true,
  strictNullChecks: true,
};
const NEST_11_JEST = {
  moduleFileExtensions: ['js', 'json', 'ts'],
  rootDir: 'runners',
  testRegex: String.raw`.*\.(spec|jest)\.ts$`,
  transform: { [String.raw`^.+\.(t|j)s$`]: 'ts-jest' },
  testEnvironment: 'node',
};

for (const jest of ['29', '30']) {
  describe(`Jest ${jest} with ts-jest and CommonJS, Nest 11`, () => {
    let folder;

    before(async () => {
      const tools = { jest, 'ts-jest': '29', typescript: '5', '@types/jest': jest, '@types/node': '20' };
      folder = await installed({ ...nest('11', 'testing'), ...tools }, { manifest: { jest: NEST_11_JEST } });
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: NEST_11_COMPILER }));
    });

    for (const node of jest === '30' ? NODES : ['20']) {
      it(`on Node ${node}`, async () => {
        const binary = await nodeBinary(folder, node);
        // A cache belongs to the Node that wrote it.
        const args = [
          'node_modules/jest/bin/jest.js',
          '--runInBand',
          '--cacheDirectory',
          join(folder, `cache-${node}`),
        ];
        await run(binary, args, { cwd: folder });
      });
    }
  });
}

describe('Nest 12 with', () => {
  let folder;

  before(async () => {
    const tools = { vitest: '4', typescript: '6' };
    folder = await installed({ ...nest('12', 'testing'), ...tools }, { manifest: { type: 'module' } });
    const config = `export default { test: { globals: true, include: ['runners/**/*.spec.ts'] } };`;
    writeFileSync(join(folder, 'vitest.config.mjs'), config);
    const compilerOptions = { ...NEST_11_COMPILER, strict: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  });

  it('Vitest', async () => {
    await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], { cwd: folder });
  });

  it('node:test', async () => {
    await run(process.execPath, ['--test', 'runners/app.test.mjs'], { cwd: folder });
  });
});
