import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { COMPUTING, CULPRIT, VICTIM, WAITING } from '../dist/demo/planted-causes.js';
import { runQuickstart } from '../dist/demo/quickstart.js';

describe('the quick start', () => {
  let result;
  before(async () => {
    // Without being asked to, the monitor takes no samples in a test run.
    process.env.WPM_RECORDER_CPU = 'true';
    result = await runQuickstart();
  });

  for (const planted of [...WAITING, CULPRIT, VICTIM, ...COMPUTING]) {
    it(`${planted.route} is slow because: ${planted.cause}`, () => {
      const outcome = result.outcomes.find(one => one.planted.route === planted.route);
      assert.deepEqual(outcome.faults, [], outcome.written?.report.verdict.headline);
    });
  }

  it('says nothing about fast routes', () => {
    assert.ok(result.fastRequests > 0);
    assert.deepEqual(result.falseAlarms, []);
  });
});
