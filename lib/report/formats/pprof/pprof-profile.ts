import type { Report, TreeNode } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { callTable, stackOf } from '../time-order/call-table.js';
import { microseconds } from '../time-order/microseconds.js';
import { shownName } from '../time-order/shown-name.js';
import { Protobuf } from './protobuf.js';
import { Symbols } from './symbols.js';

const NANOSECONDS = 1_000;

/** The numbers of fields in `profile.proto`. */
const PROFILE = {
  sampleType: 1,
  sample: 2,
  location: 4,
  function: 5,
  stringTable: 6,
  timeNanos: 9,
  durationNanos: 10,
  periodType: 11,
  period: 12,
  comment: 13,
  defaultSampleType: 14,
};
const VALUE_TYPE = { type: 1, unit: 2 };
const SAMPLE = { locationId: 1, value: 2, label: 3 };
const LABEL = { key: 1, text: 2 };

/** In the order of each sample's values. pprof shows the last one unless another is chosen. */
const SAMPLE_TYPES = [
  ['events', 'count'],
  ['cpu', 'nanoseconds'],
  ['wall', 'nanoseconds'],
] as const;

/**
 * The call tree as one sample for each node that has time of its own: its sums, without the order of time. The file is
 * not compressed yet.
 *
 * An encoder of our own: the known ones write a profile in one piece, which blocks the event loop.
 *
 * @internal
 */
export function* renderPprof(report: Report): Steps<Uint8Array> {
  const stepper = new Stepper();
  const { execution, monitor } = report;
  const table = yield* callTable(report);
  const symbols = new Symbols();
  const profile = new Protobuf();
  for (const [type, unit] of SAMPLE_TYPES) profile.message(PROFILE.sampleType, valueType(symbols, type, unit));
  const locations: number[] = [];
  const spans: string[] = [];
  for (const [index, node] of table.nodes.entries()) {
    locations.push(symbols.location(node));
    spans.push(node.type === 'span' ? shownName(node.name) : (spans[table.parents[index] ?? -1] ?? ''));
    const values = valuesOf(node);
    if (values.some(value => value > 0)) {
      const stack = stackOf(table, index).map(at => locations[at] ?? 1);
      profile.message(PROFILE.sample, sample(symbols, node, stack.reverse(), values, spans[index] ?? ''));
      if (stepper.isDue(stack.length)) yield;
    }
    if (stepper.isDue()) yield;
  }
  for (const [field, list] of [
    [PROFILE.location, symbols.locations],
    [PROFILE.function, symbols.functions],
  ] as const) {
    for (const message of list) {
      profile.message(field, message);
      if (stepper.isDue()) yield;
    }
  }
  profile.integer(PROFILE.timeNanos, Math.max(0, Date.parse(execution.startedAt) || 0) * 1_000_000);
  profile.integer(PROFILE.durationNanos, microseconds(execution.durationMs) * NANOSECONDS);
  profile.message(PROFILE.periodType, valueType(symbols, 'cpu', 'nanoseconds'));
  profile.integer(PROFILE.period, Math.max(1, microseconds(monitor.samplingIntervalMs) * NANOSECONDS));
  profile.integers(
    PROFILE.comment,
    commentsOf(report).map(text => symbols.text(text)),
  );
  profile.integer(PROFILE.defaultSampleType, symbols.text('wall'));
  for (const text of symbols.texts) {
    profile.text(PROFILE.stringTable, text);
    if (stepper.isDue()) yield;
  }
  return profile.finish();
}

/** In the order of {@link SAMPLE_TYPES}. */
function valuesOf({ type, selfMs, count = 0 }: TreeNode): readonly [number, number, number] {
  const wall = microseconds(selfMs) * NANOSECONDS;
  return [count, type === 'frame' || type === 'span' ? wall : 0, wall];
}

function sample(
  symbols: Symbols,
  { type, on }: TreeNode,
  stack: readonly number[],
  values: readonly number[],
  span: string,
): Protobuf {
  const message = new Protobuf();
  message.integers(SAMPLE.locationId, stack);
  message.integers(SAMPLE.value, values);
  message.message(SAMPLE.label, label(symbols, 'span', span));
  message.message(SAMPLE.label, label(symbols, 'type', type));
  if (on !== undefined) message.message(SAMPLE.label, label(symbols, 'wait', on));
  return message;
}

function label(symbols: Symbols, key: string, text: string): Protobuf {
  const message = new Protobuf();
  message.integer(LABEL.key, symbols.text(key));
  message.integer(LABEL.text, symbols.text(text));
  return message;
}

function valueType(symbols: Symbols, type: string, unit: string): Protobuf {
  const message = new Protobuf();
  message.integer(VALUE_TYPE.type, symbols.text(type));
  message.integer(VALUE_TYPE.unit, symbols.text(unit));
  return message;
}

function commentsOf({ execution, verdict, id, tool }: Report): string[] {
  return [execution.name, verdict.headline, `report ${id}, ${tool.name} ${tool.version}`].map(shownName);
}
