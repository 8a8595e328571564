import type { Report } from '../../../model/report.interface.js';
import type { Steps } from '../../../platform/steps.js';
import type { Format } from '../format.interface.js';
import { TextFile } from '../text-file.js';
import { microseconds } from '../time-order/microseconds.js';
import { shownName } from '../time-order/shown-name.js';
import { type LaneSpan, spanLanes } from '../time-order/span-lanes.js';
import { FrameList } from './frame-list.js';
import { laneEvents } from './lane-events.js';
import { type WeightedStacks, stackProfiles } from './wall-profile.js';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';

/** Each lane is an entry in speedscope's menu of profiles. */
const MAX_LANES = 50;

/** A file for https://www.speedscope.app. @internal */
export const speedscopeFormat: Format = work => report => work.run(renderSpeedscope(report));

/**
 * The call tree and own code are stacks in the order of time. The spans are one profile for each lane, because frames that
 * overlap cannot be in one profile.
 *
 * Stacks, not events: a wait in a deep stack would close and open all its frames again, at ten times the size.
 *
 * @internal
 */
export function* renderSpeedscope(report: Report): Steps<Uint8Array> {
  const { execution, tool, timeline } = report;
  const frames = new FrameList();
  const stacks = yield* stackProfiles(report, frames);
  const lanes = yield* spanLanes(timeline.spans);
  const file = new TextFile();
  const head = {
    $schema: SCHEMA,
    name: shownName(execution.name),
    exporter: `${tool.name}@${tool.version}`,
    activeProfileIndex: 0,
  };
  file.add(`${opened(head)},\n"profiles":[\n`);
  yield* addStacks(file, 'Wall time', stacks.wall);
  file.add(',\n');
  yield* addStacks(file, 'Own code', stacks.cpu);
  for (const [index, lane] of lanes.slice(0, MAX_LANES).entries()) {
    file.add(',\n');
    yield* addLane(file, laneName(index, lanes.length), lane, report, frames);
  }
  file.add('],\n"shared":{"frames":[\n');
  yield* file.addItems(frames.frames, ',\n');
  file.add('\n]}}\n');
  return file.finish();
}

/** An object as JSON, without its last bracket. */
function opened(members: object): string {
  return JSON.stringify(members).slice(0, -1);
}

function laneName(index: number, lanes: number): string {
  if (lanes === 1) return 'Spans';
  const missing = lanes - MAX_LANES;
  const note = index === MAX_LANES - 1 && missing > 0 ? `; ${missing} more lanes are left out` : '';
  return `Spans, lane ${index + 1} of ${lanes}${note}`;
}

function* addStacks(file: TextFile, name: string, { samples, weights }: WeightedStacks): Steps<void> {
  const endValue = weights.reduce((sum, weight) => sum + weight, 0);
  file.add(`${opened({ type: 'sampled', name, unit: 'microseconds', startValue: 0, endValue })},"samples":[`);
  yield* file.addItems(samples);
  file.add('],"weights":[');
  yield* file.addItems(weights);
  file.add(']}');
}

function* addLane(
  file: TextFile,
  name: string,
  lane: readonly LaneSpan[],
  { timeline: { spans }, execution }: Report,
  frames: FrameList,
): Steps<void> {
  const frameOf = (index: number): number => {
    const span = spans[index];
    const calls = span !== undefined && span.count > 1 ? ` (${span.count} calls)` : '';
    return frames.add({ name: shownName(span?.name ?? '') + calls });
  };
  const endValue = lane.reduce((latest, { end }) => Math.max(latest, end), microseconds(execution.durationMs));
  file.add(`${opened({ type: 'evented', name, unit: 'microseconds', startValue: 0, endValue })},"events":[`);
  yield* file.addItems(laneEvents(lane, frameOf));
  file.add(']}');
}
