// Other runtimes have no sampler that answers, and hooks that are missing: the application starts and answers the same.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { answersOf, assertReported } from './support/answers.mjs';
import { installed, nest } from './support/consumer.mjs';

describe('an application on', () => {
  let folder;
  let bin;

  before(async () => {
    folder = await installed({ ...nest('12'), bun: '1.4.5', deno: '2.9.6' });
    bin = join(folder, 'node_modules', '.bin');
  });

  for (const [name, command, args] of [
    ['Bun', 'bun', ['app.mjs']],
    ['Deno', 'deno', ['run', '--allow-all', '--no-lock', 'app.mjs']],
  ]) {
    it(`${name} starts, answers, reports, and says once what is missing`, async () => {
      const answers = await answersOf(join(bin, command), args, { cwd: folder });
      assertReported(answers);
      assert.notDeepEqual(answers.report.monitor.degraded, []);
      const others = answers.lines.filter(line => !line.startsWith('Slow: GET /slow took'));
      assert.equal(others.length, 1, others.join('\n'));
    });
  }
});
