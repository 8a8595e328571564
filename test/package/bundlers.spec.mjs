import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { answersOf, assertComplete, assertReported, framesOf } from './support/answers.mjs';
import { bundle, BUNDLERS } from './support/bundlers.mjs';
import { installed, nest } from './support/consumer.mjs';

for (const version of ['11', '12']) {
  describe(`Nest ${version}, bundled`, () => {
    let folder;

    before(async () => {
      const bundlers = { esbuild: '0.28', webpack: '5', '@rspack/core': '2' };
      folder = await installed({ ...nest(version), ...bundlers }, { manifest: { type: 'module' } });
    });

    for (const bundler of BUNDLERS) {
      for (const externals of [false, true]) {
        it(`by ${bundler}, ${externals ? 'packages left outside' : 'all inside'}`, async () => {
          const file = await bundle(folder, { bundler, externals, sourceMaps: true });
          assertComplete(await answersOf(process.execPath, [file], { cwd: folder }));
        });
      }

      it(`by ${bundler} without source maps: the report and one line say so`, async () => {
        const file = await bundle(folder, { bundler, externals: false, sourceMaps: false });
        const answers = await answersOf(process.execPath, [file], { cwd: folder });
        assertReported(answers);
        const { degraded } = answers.report.monitor;
        assert.match(degraded.join(), /^The application is bundled, and main\.[cm]js has no source map: .*--sourcemap/);
        assert.deepEqual(
          answers.lines.filter(line => line.includes('source map')),
          degraded,
        );
      });
    }

    it('by webpack for development, where code is evaluated from texts: functions without a place', async () => {
      const file = await bundle(folder, { bundler: 'webpack', externals: false, sourceMaps: 'eval' });
      const answers = await answersOf(process.execPath, [file], { cwd: folder });
      assertReported(answers);
      const burnt = framesOf(answers.report).find(({ name }) => name === 'burnOnPurpose');
      assert.deepEqual([burnt?.library, burnt?.location], [undefined, undefined]);
      assert.match(answers.report.verdict.headline, /burnOnPurpose/);
    });
  });
}
