// The declarations compile under the strictest settings, in ES modules and CommonJS, with each supported compiler.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { installed, nest, run } from './support/consumer.mjs';

const COMPILERS = { 5.7: '~5.7', 5.9: '~5.9', 7: '7' };
const STRICT = [
  '--declaration --emitDeclarationOnly --outDir out',
  '--strict --exactOptionalPropertyTypes --skipLibCheck false --noUncheckedIndexedAccess',
  '--experimentalDecorators --emitDecoratorMetadata --target es2022 --types node',
].flatMap(flags => flags.split(' '));

/** Nest 12 is an ES module: only TypeScript 5.8 and later can compile CommonJS that requires it. */
const WAYS = [
  { nest: '11', file: 'types.mts', flags: '--module node16', compilers: ['5.7', '7'] },
  { nest: '11', file: 'types.cts', flags: '--module node16', compilers: ['5.7', '7'] },
  { nest: '11', file: 'types.cts', flags: '--module nodenext', compilers: ['5.9', '7'] },
  {
    nest: '11',
    file: 'types.ts',
    flags: '--module commonjs --moduleResolution node10 --esModuleInterop',
    compilers: ['5.7'],
  },
  { nest: '12', file: 'types.mts', flags: '--module nodenext', compilers: ['5.9', '7'] },
  { nest: '12', file: 'types.cts', flags: '--module nodenext', compilers: ['5.9', '7'] },
  { nest: '12', file: 'types.ts', flags: '--module esnext --moduleResolution bundler', compilers: ['5.9', '7'] },
];

describe('the declarations compile with', () => {
  const folders = new Map();
  let compilers;

  before(async () => {
    compilers = mkdtempSync(join(tmpdir(), 'compilers-'));
    const dependencies = Object.fromEntries(
      Object.entries(COMPILERS).map(([name, range]) => [`ts${name}`, `npm:typescript@${range}`]),
    );
    writeFileSync(join(compilers, 'package.json'), JSON.stringify({ private: true, dependencies }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: compilers });
    for (const version of ['11', '12']) {
      const flags = ['--legacy-peer-deps'];
      folders.set(version, await installed({ ...nest(version), '@types/node': '20' }, { flags }));
    }
  });

  for (const { nest: version, file, flags, compilers: used } of WAYS) {
    for (const compiler of used) {
      it(`TypeScript ${compiler} ${flags}, ${file}, Nest ${version}`, async () => {
        const tsc = join(compilers, 'node_modules', `ts${compiler}`, 'bin', 'tsc');
        await run(process.execPath, [tsc, ...STRICT, ...flags.split(' '), file], { cwd: folders.get(version) });
      });
    }
  }
});
