import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, judgeVictim } from '../dist/demo/outcome.js';
import { CULPRIT, VICTIM } from '../dist/demo/planted-causes.js';
import { Starvation } from '../dist/demo/starvation.js';

const NONE = { cpuMs: 0, gcMs: 0, blockedMs: 0, starvedMs: 0, clientMs: 0, unexplainedMs: 0, waiting: [] };

function written(kind, ms, parts) {
  const accounting = { durationMs: 1000, ...NONE, ...parts };
  return { report: { verdict: { kind, ms, headline: '', subject: '' }, accounting }, htmlPath: '' };
}

const starved = written('cpu-starved', 600, { starvedMs: 600, cpuMs: 400 });
const noStarvation = () => new Starvation([], 5);

describe('the judge of the quick start', () => {
  it('accepts a starved verdict that the accounting proves', () => {
    const { faults, starved: isStarved } = judge(CULPRIT, starved, noStarvation());
    assert.deepEqual(faults, []);
    assert.equal(isStarved, true);
  });

  for (const [what, report] of [
    ['less time than another part has', written('cpu-starved', 400, { starvedMs: 400, cpuMs: 600 })],
    ['another time than the accounting has', written('cpu-starved', 600, { starvedMs: 100, cpuMs: 50 })],
  ]) {
    it(`refuses one with ${what}`, () => {
      assert.deepEqual(judge(CULPRIT, report, noStarvation()).faults, ['the verdict is cpu-starved']);
    });
  }

  it('refuses any other wrong verdict, also while the process starves', () => {
    const wrong = written('io', 600, { starvedMs: 300, waiting: [{ ms: 600 }] });
    assert.deepEqual(judge(CULPRIT, wrong, new Starvation([starved], 5)).faults, ['the verdict is io']);
  });

  it('accepts as many missing reports as the monitor counted for a proved alert', () => {
    const starvation = new Starvation([starved], 1);
    assert.deepEqual(judge(CULPRIT, undefined, starvation).faults, []);
    assert.deepEqual(judge(CULPRIT, undefined, starvation).faults, ['no report was written']);
    assert.deepEqual(judge(CULPRIT, undefined, noStarvation()).faults, ['no report was written']);
  });

  it('accepts a victim without an alert only when its culprit or itself starved', () => {
    const culprit = judge(CULPRIT, starved, noStarvation());
    const healthy = judge(CULPRIT, undefined, noStarvation());
    assert.deepEqual(judgeVictim(VICTIM, culprit, undefined, undefined).faults, []);
    assert.deepEqual(judgeVictim(VICTIM, healthy, undefined, starved).faults, []);
    assert.deepEqual(judgeVictim(VICTIM, healthy, CULPRIT.route, undefined).faults, []);
    assert.equal(judgeVictim(VICTIM, healthy, undefined, undefined).faults.length, 1);
  });
});
