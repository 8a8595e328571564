import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../../../lib/overhead/own-work.js';
import { renderTrace, traceFormat } from '../../../../../lib/report/formats/trace/trace.format.js';
import { capSizeReport } from '../../../../fixtures/reports/cap-size.report.js';
import { eventLoopBlockedReport } from '../../../../fixtures/reports/event-loop-blocked.report.js';
import { everyReport } from '../../../../fixtures/reports/every-report.js';
import { parallelReport } from '../../../../fixtures/reports/parallel.report.js';
import { countSteps, runSteps } from '../../../../support/run-steps.js';

interface Event {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly id?: string;
  readonly args: { readonly detail?: string; readonly data?: Readonly<Record<string, unknown>> };
}

function eventsOf(report: Report): Event[] {
  const text = Buffer.from(runSteps(renderTrace(report))).toString('utf8');
  return (JSON.parse(text) as { readonly traceEvents: Event[] }).traceEvents;
}

/** The pairs as bars: track, name, start and end in milliseconds. */
function barsOf(events: readonly Event[]): string[] {
  return events
    .filter(({ ph }) => ph === 'b')
    .map(begin => {
      const end = events.find(({ ph, id }) => ph === 'e' && id === begin.id);
      const { devtools } = JSON.parse(begin.args.detail ?? '') as { devtools: { track: string; color: string } };
      return `${devtools.track}: ${begin.name} ${(begin.ts - 1) / 1000}-${((end?.ts ?? 0) - 1) / 1000} ${devtools.color}`;
    });
}

describe('renderTrace', () => {
  it.each(everyReport())('keeps the rules of every importer, for %s', (_, report) => {
    const events = eventsOf(report);
    for (const { name, cat, pid, tid, ts, dur } of events) {
      expect([typeof name, typeof cat]).toEqual(['string', 'string']);
      expect([pid, tid, ts, dur ?? 0].every(Number.isSafeInteger)).toBe(true);
    }
    const times = events.filter(({ ph }) => ph !== 'M').map(({ ts }) => ts);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ ph: 'I', ts: Math.max(...times) });
    expect(events.filter(({ name }) => name === 'TracingStartedInBrowser')).toHaveLength(1);
  });

  it.each(everyReport())('has pairs with ids of their own, the beginning first, for %s', (_, report) => {
    const open = new Map<string, Event>();
    const seen = new Set<string>();
    for (const event of eventsOf(report)) {
      const { ph, id = '' } = event;
      if (ph === 'b') {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
        open.set(id, event);
      }
      if (ph === 'e') {
        const begin = open.get(id);
        expect(begin).toMatchObject({ name: event.name, cat: event.cat, pid: event.pid, tid: event.tid });
        expect(event.ts).toBeGreaterThan(begin?.ts ?? Infinity);
        open.delete(id);
      }
    }
    expect(open.size).toBe(0);
  });

  it('has spans, waits and pauses as bars, overlapping calls included', () => {
    expect(barsOf(eventsOf(parallelReport())).toSorted()).toEqual([
      'Event loop: garbage collection 86-90 tertiary',
      'Spans: Carrier.quote #2 4-65 primary',
      'Spans: Carrier.quote #2 7-50 error',
      'Spans: Carrier.quote 1-40 primary',
      'Spans: GET /offers 0-100 primary',
      'Spans: OffersService.all 0-86 primary',
      'Waits: GET carrier:80/quotes (HTTP) 10-66 secondary',
    ]);
    expect(barsOf(eventsOf(eventLoopBlockedReport()))).toContain('Event loop: blocked by POST /export 41-681 error');
  });

  it.each(everyReport())('has bars that a reader without ids finds by their names, for %s', (_, report) => {
    const open = new Map<string, string[]>();
    for (const { ph, name, id = '' } of eventsOf(report)) {
      const bars = open.get(name) ?? [];
      if (ph === 'b') open.set(name, [...bars, id]);
      if (ph === 'e') {
        expect(bars.at(-1)).toBe(id);
        open.set(name, bars.slice(0, -1));
      }
    }
  });

  it('has the functions as a CPU profile on the same axis, and the execution as one event', () => {
    const events = eventsOf(parallelReport());
    const chunk = events.find(({ name }) => name === 'ProfileChunk')?.args.data as {
      readonly cpuProfile: {
        readonly nodes: readonly { id: number; parent?: number; callFrame: { functionName: string } }[];
        readonly samples: readonly number[];
      };
      readonly timeDeltas: readonly number[];
      readonly endTime: number;
    };
    const { nodes, samples } = chunk.cpuProfile;
    expect(nodes.map(({ callFrame }) => callFrame.functionName)).toEqual([
      '(root)',
      '(idle)',
      '(garbage collector)',
      'GET /offers',
      'OffersService.all',
      'Carrier.quote',
      'sign',
      'merge',
      'serialize',
    ]);
    for (const { id, parent = 0 } of nodes) expect(parent).toBeLessThan(id);
    expect(chunk.timeDeltas).toHaveLength(samples.length);
    expect(chunk.timeDeltas.reduce((sum, delta) => sum + delta, 1)).toBe(chunk.endTime);
    expect(events.find(({ ph }) => ph === 'X')).toMatchObject({ name: 'GET /offers', ts: 1, dur: 100_000 });
  });

  it('has at most 2 MB, and yields, for a report at all caps', async () => {
    const bytes = await traceFormat(new OwnWork(new OverheadMeter()))(capSizeReport());
    expect(bytes.byteLength).toBeLessThan(2_000_000);
    expect(countSteps(renderTrace(capSizeReport()))).toBeGreaterThan(10_000);
  });
});
