import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Report, TimelineSpan } from '../../../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../../../lib/overhead/own-work.js';
import { renderSpeedscope, speedscopeFormat } from '../../../../../lib/report/formats/speedscope/speedscope.format.js';
import { capSizeReport, deepTree } from '../../../../fixtures/reports/cap-size.report.js';
import { everyReport } from '../../../../fixtures/reports/every-report.js';
import { parallelReport } from '../../../../fixtures/reports/parallel.report.js';
import { countSteps, runSteps } from '../../../../support/run-steps.js';

interface Sampled {
  readonly type: 'sampled';
  readonly name: string;
  readonly endValue: number;
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

interface Evented {
  readonly type: 'evented';
  readonly name: string;
  readonly endValue: number;
  readonly events: readonly { readonly type: 'O' | 'C'; readonly frame: number; readonly at: number }[];
}

interface File {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly (Sampled | Evented)[];
}

const schema = createRequire(import.meta.url).resolve('speedscope/dist/release/file-format-schema.json');
const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')));

function fileOf(report: Report): File {
  return JSON.parse(Buffer.from(runSteps(renderSpeedscope(report))).toString('utf8')) as File;
}

/** Rules of the importer that the schema does not have. */
function faultsOf({ shared, profiles }: File): string[] {
  const isFrame = (frame: number): boolean => shared.frames[frame] !== undefined;
  return profiles.flatMap(profile => {
    if (profile.type === 'sampled') {
      const { samples, weights, endValue } = profile;
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return [
        ...(samples.length === weights.length ? [] : ['samples without weights']),
        ...(samples.flat().every(isFrame) ? [] : ['no such frame']),
        ...(sum === endValue ? [] : ['not the weights']),
      ];
    }
    const open: number[] = [];
    let before = 0;
    const faults = profile.events.flatMap(({ type, frame, at }) => {
      const order = at < before ? ['back in time'] : [];
      before = at;
      if (type === 'C') return [...order, ...(open.pop() === frame ? [] : ['another frame was open'])];
      open.push(frame);
      return [...order, ...(isFrame(frame) ? [] : ['no such frame'])];
    });
    return [...faults, ...open.map(() => 'not closed'), ...(before > profile.endValue ? ['after the end'] : [])];
  });
}

function barsOf({ shared }: File, { events }: Evented): string[] {
  return events.map(({ type, frame, at }) => `${type} ${shared.frames[frame]?.name} ${at / 1000}`);
}

describe('renderSpeedscope', () => {
  it.each(everyReport())("passes speedscope's schema and the rules of its importer, for %s", (_, report) => {
    const file = fileOf(report);
    validate(file);
    expect(validate.errors ?? []).toEqual([]);
    expect(faultsOf(file)).toEqual([]);
  });

  it('has a profile for each lane of overlapping calls', () => {
    const file = fileOf(parallelReport());
    expect(file.profiles.map(({ name }) => name)).toEqual([
      'Wall time',
      'Own code',
      'Spans, lane 1 of 3',
      'Spans, lane 2 of 3',
      'Spans, lane 3 of 3',
    ]);
    const [, , first, second, third] = file.profiles as [Sampled, Sampled, Evented, Evented, Evented];
    expect(barsOf(file, first)).toEqual([
      'O GET /offers 0',
      'O OffersService.all 0',
      'O Carrier.quote 1',
      'C Carrier.quote 40',
      'C OffersService.all 86',
      'C GET /offers 100',
    ]);
    expect(barsOf(file, second)).toEqual(['O Carrier.quote 4', 'C Carrier.quote 65']);
    expect(barsOf(file, third)).toEqual(['O Carrier.quote 7', 'C Carrier.quote 50']);
  });

  it('has the whole duration with the waits, and own code without them', () => {
    const file = fileOf(parallelReport());
    const [wall, cpu] = file.profiles as [Sampled, Sampled];
    const named = ({ samples, weights }: Sampled): [string, number][] =>
      samples.map((stack, index) => [
        stack.map(frame => file.shared.frames[frame]?.name).join(' > '),
        (weights[index] ?? 0) / 1000,
      ]);
    expect(named(wall)).toEqual([
      ['GET /offers > OffersService.all > merge', 1],
      ['GET /offers > OffersService.all > Carrier.quote > sign', 9],
      ['GET /offers > OffersService.all > Carrier.quote > [wait] GET carrier:80/quotes', 26],
      ['GET /offers > [wait] GET carrier:80/quotes', 30],
      ['GET /offers > OffersService.all > merge', 20],
      ['GET /offers > [gc] garbage collection', 4],
      ['GET /offers > serialize', 10],
    ]);
    expect(named(cpu)).toEqual(named(wall).filter(([stack]) => !stack.includes('[')));
    expect(file.shared.frames).toContainEqual({ name: 'sign', file: 'src/carrier.ts', line: 8 });
  });

  it('names the lanes that it leaves out', () => {
    const report = parallelReport();
    const [root, , call] = report.timeline.spans as [TimelineSpan, TimelineSpan, TimelineSpan];
    const spans = [root, ...Array.from({ length: 200 }, () => ({ ...call, parent: 0 }))];
    const { profiles } = fileOf({ ...report, timeline: { ...report.timeline, spans } });
    expect(profiles).toHaveLength(52);
    expect(profiles.at(-1)?.name).toBe('Spans, lane 50 of 200; 150 more lanes are left out');
  });

  it.each([
    ['a bushy tree', capSizeReport()],
    ['the deepest tree', capSizeReport(deepTree())],
  ])('has at most 4 MB, and yields, for a report at all caps with %s', async (_, report) => {
    const bytes = await speedscopeFormat(new OwnWork(new OverheadMeter()))(report);
    expect(bytes.byteLength).toBeLessThan(4_000_000);
    expect(countSteps(renderSpeedscope(report))).toBeGreaterThan(10_000);
  });
});
