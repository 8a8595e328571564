// The package declares all its imports, so package managers that hoist nothing can install it. Optional peers can be absent.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { answersOf, assertComplete } from './support/answers.mjs';
import { folderWith, installed, nest, run } from './support/consumer.mjs';

const TOOLS = { pnpm: '10', '@yarnpkg/cli-dist': '4' };

describe('installed by', () => {
  let tools;

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'managers-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: TOOLS }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
    tools = join(folder, 'node_modules');
  });

  it('npm', async () => {
    const folder = await installed(nest('12'));
    assertComplete(await answersOf(process.execPath, ['app.mjs'], { cwd: folder }));
  });

  it('npm without peers', async () => {
    const folder = await installed(nest('12'), { flags: ['--legacy-peer-deps'] });
    assert.ok(!existsSync(join(folder, 'node_modules/@nestjs/config')));
    assert.ok(!existsSync(join(folder, 'node_modules/@nestjs/schedule')));
    assertComplete(await answersOf(process.execPath, ['app.mjs'], { cwd: folder }));
  });

  for (const peers of [true, false]) {
    it(`pnpm, strict, ${peers ? 'with' : 'without'} peers`, async () => {
      const folder = await folderWith(nest('12'));
      const settings = [`autoInstallPeers: ${peers}`, 'hoist: false', 'strictPeerDependencies: false'];
      writeFileSync(join(folder, 'pnpm-workspace.yaml'), settings.join('\n'));
      await run(process.execPath, [join(tools, 'pnpm/bin/pnpm.cjs'), 'install', '--ignore-scripts'], { cwd: folder });
      assertComplete(await answersOf(process.execPath, ['app.mjs'], { cwd: folder }));
    });
  }

  it('Yarn, with zipped packages', async () => {
    const folder = await folderWith(nest('12'));
    writeFileSync(
      join(folder, '.yarnrc.yml'),
      'enableTelemetry: false\nenableScripts: false\nenableGlobalCache: false\n',
    );
    writeFileSync(join(folder, 'yarn.lock'), '');
    const yarn = join(tools, '@yarnpkg/cli-dist/bin/yarn.js');
    const env = { YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' };
    await run(process.execPath, [yarn, 'install'], { cwd: folder, env });
    assert.ok(!existsSync(join(folder, 'node_modules')));
    assertComplete(await answersOf(process.execPath, [yarn, 'node', 'app.mjs'], { cwd: folder, env }));
  });
});
