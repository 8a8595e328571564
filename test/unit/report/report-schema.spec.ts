import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ExecutionKind, ExecutionOutcome, SpanKind } from '../../../lib/model/execution.interface.js';
import type { RecordingLevel } from '../../../lib/model/recording-level.js';
import type { Report, Timeline, TreeNode, VerdictKind, WaitKind } from '../../../lib/model/report.interface.js';
import { capSizeReport, deepTree } from '../../fixtures/reports/cap-size.report.js';
import { eventLoopBlockedReport } from '../../fixtures/reports/event-loop-blocked.report.js';
import { hostileReport } from '../../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../../fixtures/reports/n-plus-one.report.js';

const file = new URL('../../../lib/report/report.schema.json', import.meta.url);
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync(file, 'utf8')));

function errorsOf(report: unknown): string[] {
  // As in a file: without undefined members.
  validate(JSON.parse(JSON.stringify(report)));
  return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`);
}

/** A copy with one member set, or removed when the value is `undefined`. */
function changed(report: Report, path: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(report));
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(at as object, key), copy);
  Reflect.set(parent as object, path.at(-1) ?? '', value);
  return copy;
}

describe('report.schema.json', () => {
  it.each([
    ['with every optional member', nPlusOneReport()],
    ['with required members only', eventLoopBlockedReport()],
    ['with hostile texts', hostileReport()],
    ['at all caps', capSizeReport()],
    ['with the deepest tree', capSizeReport(deepTree())],
  ])('accepts a report %s', (_, report) => {
    expect(errorsOf(report)).toEqual([]);
  });

  const objects: (readonly (string | number)[])[] = [
    [],
    ['tool'],
    ['execution'],
    ['verdict'],
    ['findings', 1, 'culprit'],
    ['findings', 2, 'holders', 0],
    ['verdict', 'lock'],
    ['accounting'],
    ['accounting', 'waiting', 0],
    ['tree'],
    ['tree', 'children', 0],
    ['timeline'],
    ['timeline', 'spans', 0],
    ['timeline', 'loop', 0],
    ['timeline', 'waits', 0],
    ['operations', 0],
    ['runtime'],
    ['monitor'],
  ];

  it.each(objects.map(path => [path]))('refuses an unknown member in /%s', path => {
    expect(errorsOf(changed(nPlusOneReport(), [...path, 'surprise'], 1))).toHaveLength(1);
  });

  it.each([
    ['execution', 'kind'],
    ['execution', 'durationMs'],
    ['execution', 'outcome'],
    ['verdict', 'headline'],
    ['verdict', 'share'],
    ['accounting', 'unexplainedMs'],
    ['tree', 'children'],
    ['timeline', 'spansDropped'],
    ['runtime', 'pid'],
    ['monitor', 'degraded'],
  ])('refuses a report without /%s/%s', (section, member) => {
    expect(errorsOf(changed(nPlusOneReport(), [section, member], undefined))).toHaveLength(1);
  });

  it.each<[string, readonly (string | number)[], unknown]>([
    ['another version', ['schemaVersion'], 2],
    ['an id that is not a file name', ['id'], '../x'],
    ['a local time', ['execution', 'startedAt'], '2026-11-22T14:03:05+01:00'],
    ['an unknown recording level', ['execution', 'level'], 'half'],
    ['an unknown kind of verdict', ['verdict', 'kind'], 'magic'],
    ['a share above one', ['verdict', 'share'], 1.2],
    ['a negative duration', ['accounting', 'cpuMs'], -1],
    ['a count of no calls', ['timeline', 'spans', 0, 'count'], 0],
    ['a header that is no text', ['execution', 'headers', 'accept'], ['a']],
    ['NaN, which JSON turns into null', ['tree', 'ms'], Number.NaN],
  ])('refuses %s', (_, path, value) => {
    expect(errorsOf(changed(nPlusOneReport(), path, value)).length).toBeGreaterThan(0);
  });

  it('lists the same words as the types', () => {
    // Each of these objects contains all words of its type, or it does not compile.
    const waits: Record<WaitKind, 1> = {
      database: 1,
      http: 1,
      cache: 1,
      network: 1,
      fs: 1,
      dns: 1,
      threadpool: 1,
      timer: 1,
      pool: 1,
      await: 1,
      other: 1,
    };
    const verdicts: Record<VerdictKind, 1> = {
      cpu: 1,
      io: 1,
      'repeated-io': 1,
      await: 1,
      'cpu-starved': 1,
      'event-loop-blocked': 1,
      'garbage-collection': 1,
      'pool-wait': 1,
      queued: 1,
      'slow-client': 1,
      timer: 1,
      unexplained: 1,
    };
    const kinds: Record<ExecutionKind, 1> = {
      http: 1,
      graphql: 1,
      ws: 1,
      rpc: 1,
      queue: 1,
      cron: 1,
      event: 1,
      function: 1,
    };
    const outcomes: Record<ExecutionOutcome, 1> = { ok: 1, error: 1, aborted: 1 };
    const levels: Record<RecordingLevel, 1> = {
      full: 1,
      'no-provider-spans': 1,
      'no-samples': 1,
      'counters-only': 1,
    };
    const spans: Record<SpanKind, 1> = { execution: 1, handler: 1, provider: 1, profile: 1 };
    const nodes: Record<TreeNode['type'], 1> = {
      span: 1,
      frame: 1,
      wait: 1,
      gc: 1,
      blocked: 1,
      starved: 1,
      client: 1,
      unexplained: 1,
    };
    const loop: Record<Timeline['loop'][number]['type'], 1> = { own: 1, blocked: 1, gc: 1, starved: 1 };
    expect(wordsAt('waitKind')).toEqual(Object.keys(waits));
    expect(wordsAt('verdict', 'properties', 'kind')).toEqual(Object.keys(verdicts));
    expect(wordsAt('execution', 'properties', 'kind')).toEqual(Object.keys(kinds));
    expect(wordsAt('execution', 'properties', 'outcome')).toEqual(Object.keys(outcomes));
    expect(wordsAt('execution', 'properties', 'level')).toEqual(Object.keys(levels));
    expect(wordsAt('treeNode', 'properties', 'spanKind')).toEqual(Object.keys(spans));
    expect(wordsAt('timelineSpan', 'properties', 'kind')).toEqual(Object.keys(spans));
    expect(wordsAt('treeNode', 'properties', 'type')).toEqual(Object.keys(nodes));
    expect(wordsAt('timeline', 'properties', 'loop', 'items', 'properties', 'type')).toEqual(Object.keys(loop));
    expect(wordsAt('timeline', 'properties', 'waits', 'items', 'properties', 'on')).toEqual([
      ...Object.keys(waits),
      'client',
      'unexplained',
    ]);
  });
});

function wordsAt(...path: string[]): unknown {
  const definitions: unknown = Reflect.get(validate.schema as object, '$defs');
  return Reflect.get(path.reduce<unknown>((at, key) => Reflect.get(at as object, key), definitions) as object, 'enum');
}
