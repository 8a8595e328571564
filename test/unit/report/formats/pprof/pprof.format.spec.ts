import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Profile } from 'pprof-format';
import type { Report } from '../../../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../../../lib/overhead/own-work.js';
import { pprofFormat } from '../../../../../lib/report/formats/pprof/pprof.format.js';
import { renderPprof } from '../../../../../lib/report/formats/pprof/pprof-profile.js';
import { capSizeReport, deepTree } from '../../../../fixtures/reports/cap-size.report.js';
import { everyReport } from '../../../../fixtures/reports/every-report.js';
import { nPlusOneReport } from '../../../../fixtures/reports/n-plus-one.report.js';
import { parallelReport } from '../../../../fixtures/reports/parallel.report.js';
import { frame, span } from '../../../../fixtures/reports/tree-node.js';
import { countSteps } from '../../../../support/run-steps.js';

const work = new OwnWork(new OverheadMeter());

async function profileOf(report: Report): Promise<Profile> {
  return Profile.decode(gunzipSync(await pprofFormat(work)(report)));
}

function textOf({ stringTable }: Profile, index: number | bigint): string {
  return stringTable.strings[Number(index)] ?? `no text ${index}`;
}

/** The rules by which pprof refuses a profile. */
function faultsOf(profile: Profile): string[] {
  const { sample, location, function: functions, sampleType, stringTable } = profile;
  const ids = (list: readonly { readonly id: number | bigint }[]): Set<number> =>
    new Set(list.map(({ id }) => Number(id)));
  const [locations, known] = [ids(location), ids(functions)];
  const indices = [
    ...functions.flatMap(({ name, systemName, filename }) => [name, systemName, filename]),
    ...sampleType.flatMap(({ type, unit }) => [type, unit]),
    ...sample.flatMap(({ label }) => label.flatMap(({ key, str }) => [key, str])),
  ];
  return [
    ...(stringTable.strings[0] === '' ? [] : ['the first text is not empty']),
    ...(sampleType.length > 0 ? [] : ['no types']),
    ...(sample.every(({ value }) => value.length === sampleType.length) ? [] : ['other values than types']),
    ...(sample.every(({ locationId }) => locationId.length > 0) ? [] : ['no stack']),
    ...(sample.every(({ locationId }) => locationId.every(id => locations.has(Number(id))))
      ? []
      : ['no such location']),
    ...(location.every(({ line }) => line.every(each => known.has(Number(each.functionId))))
      ? []
      : ['no such function']),
    ...(locations.has(0) || known.has(0) ? ['reserved id 0'] : []),
    ...(locations.size === location.length && known.size === functions.length ? [] : ['repeated id']),
    ...(indices.every(index => Number(index) < stringTable.strings.length) ? [] : ['no such text']),
  ];
}

/** Stack from the root, values and labels. */
function samplesOf(profile: Profile): [string, number[], Record<string, string>][] {
  const functions = new Map(profile.function.map(each => [Number(each.id), textOf(profile, each.name)]));
  const names = new Map(
    profile.location.map(({ id, line }) => [Number(id), functions.get(Number(line[0]?.functionId)) ?? '']),
  );
  return profile.sample.map(({ locationId, value, label }) => [
    locationId
      .map(id => names.get(Number(id)))
      .reverse()
      .join(' > '),
    value.map(Number),
    Object.fromEntries(label.map(({ key, str }) => [textOf(profile, key), textOf(profile, str)])),
  ]);
}

describe('pprofFormat', () => {
  it.each(everyReport())('keeps the rules of pprof, for %s', async (_, report) => {
    expect(faultsOf(await profileOf(report))).toEqual([]);
  });

  it('has each node with its count, CPU and wall time, its span and its wait', async () => {
    const profile = await profileOf(parallelReport());
    expect(profile.sampleType.map(({ type, unit }) => `${textOf(profile, type)}/${textOf(profile, unit)}`)).toEqual([
      'events/count',
      'cpu/nanoseconds',
      'wall/nanoseconds',
    ]);
    expect(textOf(profile, profile.defaultSampleType)).toBe('wall');
    const execution = 'GET /offers';
    const call = `${execution} > OffersService.all > Carrier.quote`;
    expect(samplesOf(profile)).toEqual([
      [execution, [1, 0, 0], { span: execution, type: 'span' }],
      [`${execution} > OffersService.all`, [1, 0, 0], { span: 'OffersService.all', type: 'span' }],
      [call, [3, 0, 0], { span: 'Carrier.quote', type: 'span' }],
      [`${call} > sign`, [0, 9e6, 9e6], { span: 'Carrier.quote', type: 'frame' }],
      [`${call} > [wait] GET carrier:80/quotes`, [1, 0, 26e6], { span: 'Carrier.quote', type: 'wait', wait: 'http' }],
      [`${execution} > OffersService.all > merge`, [0, 21e6, 21e6], { span: 'OffersService.all', type: 'frame' }],
      [`${execution} > [wait] GET carrier:80/quotes`, [1, 0, 30e6], { span: execution, type: 'wait', wait: 'http' }],
      [`${execution} > serialize`, [0, 10e6, 10e6], { span: execution, type: 'frame' }],
      [`${execution} > [gc] garbage collection`, [1, 0, 4e6], { span: execution, type: 'gc' }],
    ]);
  });

  it('has the place of each function, the time of the execution and its verdict', async () => {
    const report = nPlusOneReport();
    const profile = await profileOf(report);
    const found = profile.function.find(({ name }) => textOf(profile, name) === 'discounts');
    expect(textOf(profile, found?.filename ?? 0)).toBe('src/pricing/price-calculator.ts');
    const place = profile.location.find(({ line }) => line[0]?.functionId === found?.id);
    expect(Number(place?.line[0]?.line)).toBe(118);
    // As a double, a date in nanoseconds is exact to 256.
    const drift = BigInt(profile.timeNanos) - BigInt(Date.parse(report.execution.startedAt)) * 1_000_000n;
    expect(Math.abs(Number(drift))).toBeLessThan(256);
    expect(Number(profile.durationNanos)).toBe(1_843_000_000);
    expect(Number(profile.period)).toBe(10_000_000);
    expect(profile.comment.map(index => textOf(profile, index))).toEqual([
      'GET /orders/:id',
      report.verdict.headline,
      'report 20261122-140305-4711-0001, nestjs-performance-monitor 0.1.0',
    ]);
  });

  it('adds up to the duration where the tree does', async () => {
    const { sample } = await profileOf(parallelReport());
    expect(sample.reduce((sum, { value }) => sum + Number(value[2]), 0)).toBe(100e6);
  });

  it('keeps every text a text', async () => {
    const tree = span('__proto__', [frame('half \ud83d', '', 1), frame('日本語 \u0000\u001b[31m', 'a\nb.ts:3', 1)]);
    const profile = await profileOf({ ...parallelReport(), tree });
    expect(profile.stringTable.strings).toEqual(
      expect.arrayContaining(['__proto__', 'half \ufffd', '日本語  [31m', 'a b.ts']),
    );
  });

  it.each([
    ['a bushy tree', capSizeReport()],
    ['the deepest tree', capSizeReport(deepTree())],
  ])('has at most 200 kB, and yields, for a report at all caps with %s', async (_, report) => {
    expect((await pprofFormat(work)(report)).byteLength).toBeLessThan(200_000);
    expect(countSteps(renderPprof(report))).toBeGreaterThan(2_000);
  });
});
