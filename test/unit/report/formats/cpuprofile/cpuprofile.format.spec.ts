import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../../../lib/overhead/own-work.js';
import { cpuprofileFormat, renderCpuprofile } from '../../../../../lib/report/formats/cpuprofile/cpuprofile.format.js';
import { capSizeReport } from '../../../../fixtures/reports/cap-size.report.js';
import { eventLoopBlockedReport } from '../../../../fixtures/reports/event-loop-blocked.report.js';
import { everyReport } from '../../../../fixtures/reports/every-report.js';
import { ENDLESS, HOSTILE, hostileReport } from '../../../../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../../../../fixtures/reports/n-plus-one.report.js';
import { parallelReport } from '../../../../fixtures/reports/parallel.report.js';
import { frame, span } from '../../../../fixtures/reports/tree-node.js';
import { countSteps, runSteps } from '../../../../support/run-steps.js';

interface Profile {
  readonly startTime: number;
  readonly endTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: Readonly<Record<'functionName' | 'url', string> & Record<'lineNumber', number>>;
    readonly hitCount: number;
    readonly children: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

function profileOf(report: Report): Profile {
  return JSON.parse(Buffer.from(runSteps(renderCpuprofile(report))).toString('utf8')) as Profile;
}

/** Milliseconds of each function, as viewers add them up: from each sample to the next one. */
function selfTimes({ nodes, samples, timeDeltas }: Profile): Record<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const times: Record<string, number> = {};
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    times[name] = (times[name] ?? 0) + (timeDeltas[index + 1] ?? 0) / 1000;
  }
  return times;
}

function isPlainLine(text: string): boolean {
  return !/[\p{Cc}\p{Surrogate}\u2028\u2029\u202e]/u.test(text) && text.length <= 200;
}

describe('renderCpuprofile', () => {
  it.each(everyReport())('keeps the rules of every importer, for %s', (_, report) => {
    const { nodes, samples, timeDeltas, startTime, endTime } = profileOf(report);
    expect(startTime).toBeGreaterThan(0);
    expect(endTime).toBe(startTime + Math.max(1, report.execution.durationMs * 1000));
    expect(nodes[0]?.callFrame.functionName).toBe('(root)');
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.min(...ids)).toBe(1);
    const placed = new Set([1]);
    for (const { id, children } of nodes) {
      expect(placed.has(id)).toBe(true);
      for (const child of children) placed.add(child);
    }
    expect(placed.size).toBe(nodes.length);
    expect(samples.every(id => placed.has(id))).toBe(true);
    expect(timeDeltas).toHaveLength(samples.length);
    expect(timeDeltas.every(delta => Number.isSafeInteger(delta) && delta >= 0)).toBe(true);
    expect(startTime + timeDeltas.reduce((sum, delta) => sum + delta, 0)).toBe(endTime);
    expect(nodes.reduce((sum, { hitCount }) => sum + hitCount, 0)).toBe(samples.length);
    for (const { callFrame } of nodes) expect([callFrame.functionName, callFrame.url].every(isPlainLine)).toBe(true);
  });

  it('has own code by function, pauses of the collector, and everything else as idle', () => {
    const times = selfTimes(profileOf(nPlusOneReport()));
    expect(times).toMatchObject({ discounts: 161, times: 34, '(garbage collector)': 12.4 });
    expect(times['(event loop blocked by POST /export)']).toBeCloseTo(104, 3);
    const { timeline, execution } = nPlusOneReport();
    const busy = timeline.loop.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    expect(times['(idle)']).toBeCloseTo(execution.durationMs - busy, 1);
    expect(times['[wait] database 10.0.3.12:5432']).toBeUndefined();
  });

  it('has functions at the time of their span', () => {
    const { nodes, samples, timeDeltas } = profileOf(parallelReport());
    const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
    let at = 0;
    const changes = samples
      .map((id, index) => ({ name: names.get(id), at: (at += timeDeltas[index] ?? 0) / 1000 }))
      .filter(({ name }, index, all) => name !== all[index - 1]?.name);
    expect(changes).toEqual([
      { name: 'merge', at: 0 },
      { name: 'sign', at: 1 },
      { name: '(idle)', at: 10 },
      { name: 'merge', at: 66 },
      { name: '(garbage collector)', at: 86 },
      { name: 'serialize', at: 90 },
      { name: '(idle)', at: 100 },
    ]);
  });

  it('counts lines from 0, and has no place without a location', () => {
    const frames = profileOf(parallelReport()).nodes.map(({ callFrame }) => callFrame);
    expect(frames.find(({ functionName }) => functionName === 'sign')).toMatchObject({
      url: 'src/carrier.ts',
      lineNumber: 7,
    });
    expect(frames.find(({ functionName }) => functionName === 'Carrier.quote')).toMatchObject({
      url: '',
      lineNumber: -1,
    });
  });

  it('names the blocker, which is no function of this execution', () => {
    const times = selfTimes(profileOf(eventLoopBlockedReport()));
    expect(times).toMatchObject({ '(event loop blocked by POST /export)': 640, onCreated: 21 });
  });

  it('keeps every text a text', () => {
    const report = hostileReport();
    const names = [HOSTILE.script, HOSTILE.prototype, 'half \ud83d', 'bell \u0007', ENDLESS];
    const tree = span('root', [
      span(
        's',
        names.map(name => frame(name, `${name}:7`, 100)),
      ),
    ]);
    const loop = [{ type: 'own' as const, startMs: 0, endMs: 500 }];
    const { nodes } = profileOf({ ...report, tree, timeline: { ...report.timeline, loop, waits: [] } });
    expect(nodes.slice(-5).map(({ callFrame }) => callFrame.functionName)).toEqual([
      HOSTILE.script,
      '__proto__',
      'half \ufffd',
      'bell',
      `${'A'.repeat(199)}…`,
    ]);
  });

  it('has at most 1 MB, and yields, for a report at all caps', async () => {
    const bytes = await cpuprofileFormat(new OwnWork(new OverheadMeter()))(capSizeReport());
    expect(bytes.byteLength).toBeLessThan(1_000_000);
    expect(countSteps(renderCpuprofile(capSizeReport()))).toBeGreaterThan(10_000);
  });
});
