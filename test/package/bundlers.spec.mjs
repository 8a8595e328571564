// One bundle contains everything that the monitor needs. If not, the reports and the log name the missing parts.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { lossesOf } from '../consumer/losses.mjs';
import { answersOf, assertComplete, assertReported, framesOf } from './support/answers.mjs';
import { bundle, BUNDLERS } from './support/bundlers.mjs';
import { installed, nest } from './support/consumer.mjs';

const bundlers = { esbuild: '0.28', webpack: '5', '@rspack/core': '2' };
const install = version => installed({ ...nest(version), ...bundlers }, { manifest: { type: 'module' } });

async function run(folder, options) {
  return answersOf(process.execPath, [await bundle(folder, options)], { cwd: folder });
}

describe('Nest 12, bundled by', () => {
  let folder;
  before(async () => {
    folder = await install('12');
  });

  for (const bundler of BUNDLERS) {
    // The minifier of webpack takes a minute for all packages.
    const minify = bundler !== 'webpack';
    it(`${bundler}, with all packages${minify ? ', minified' : ''}`, async () => {
      assertComplete(await run(folder, { bundler, sourceMaps: true, minify }));
    });

    it(`${bundler}, with external packages, minified`, async () => {
      assertComplete(await run(folder, { bundler, sourceMaps: true, externals: true, minify: true }));
    });

    it(`${bundler}, without source maps, as the report and one line state`, async () => {
      const answers = await run(folder, { bundler, sourceMaps: false });
      assertReported(answers);
      const degraded = lossesOf(answers.report.monitor.degraded);
      assert.match(
        degraded.join(),
        /^The application is bundled, and [\w.]*main\.[cm]js .*has no source map: .*--sourcemap/,
      );
      assert.deepEqual(
        answers.lines.filter(line => line.includes('source map')),
        degraded,
      );
    });
  }

  it('webpack for development, which evaluates code from strings: functions have no location', async () => {
    const answers = await run(folder, { bundler: 'webpack', sourceMaps: 'eval' });
    assertReported(answers);
    const burnt = framesOf(answers.report).find(({ name }) => name === 'burnOnPurpose');
    assert.deepEqual([burnt?.library, burnt?.location], [undefined, undefined]);
    assert.match(answers.report.verdict.headline, /burnOnPurpose/);
  });
});

describe('Nest 11, which is CommonJS, bundled by', () => {
  let folder;
  before(async () => {
    folder = await install('11');
  });

  for (const bundler of BUNDLERS) {
    it(`${bundler}, with all packages`, async () => {
      assertComplete(await run(folder, { bundler, sourceMaps: true }));
    });
  }
});
