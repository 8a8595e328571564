import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { runScenario } from '../dist/scenario.js';

describe('a fleet that shares a Redis', () => {
  let result;
  before(async () => {
    result = await runScenario();
  });

  it('is slow in every process', () => {
    assert.equal(result.slowProcesses, result.processes);
  });

  it('tells about each slow route once', () => {
    assert.deepEqual(result.alerts.map(({ route }) => route).sort(), ['GET /checkout/:cart', 'GET /search/:text']);
    for (const { headline } of result.alerts) assert.match(headline, /waiting for a timer/);
  });

  it('tells nothing again after the process that told it was killed and replaced', () => {
    assert.equal(result.alertsAfterRestart, 0);
  });
});
