import type { Report } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import { type CpuTrack, cpuTrack, timeDeltas } from '../cpuprofile/cpu-track.js';
import type { Format } from '../format.interface.js';
import { TextFile } from '../text-file.js';
import { shownName } from '../time-order/shown-name.js';
import { NumberedNames } from './numbered-names.js';
import type { TraceEvent } from './trace-event.interface.js';
import { type TrackEntry, trackEntries } from './track-events.js';

/** Microseconds. DevTools ignores events at the time 0. */
const START = 1;

const TIMELINE = 'disabled-by-default-devtools.timeline';
const PROFILER = 'disabled-by-default-v8.cpu_profiler';
/** The category whose pairs DevTools draws on tracks of their own. */
const TIMING = 'blink.user_timing';

/** A trace of Chromium: for its DevTools, Perfetto and the Firefox Profiler. @internal */
export const traceFormat: Format = work => report => work.run(renderTrace(report));

/**
 * Functions as a CPU profile, spans and waits as pairs of events, in one file on one axis of time.
 *
 * @internal
 */
export function* renderTrace(report: Report): Steps<Uint8Array> {
  const track = yield* cpuTrack(report);
  const events = new TraceEvents(report);
  const pairs = yield* sortedPairs(events, report);
  const file = new TextFile();
  file.add('{"displayTimeUnit":"ms","traceEvents":[\n');
  yield* file.addItems(events.head(track.duration), ',\n');
  file.add(',\n');
  yield* addChunk(file, events.chunk(), track);
  file.add(',\n');
  yield* file.addItems([...pairs, events.end(pairs, track.duration)], ',\n');
  file.add('\n]}\n');
  return file.finish();
}

/**
 * The pairs in the order of time: Firefox makes two wrong markers of an end before its beginning. An end precedes a
 * beginning at the same time, so equal names one after another stay apart.
 */
function* sortedPairs(all: TraceEvents, report: Report): Steps<TraceEvent[]> {
  const stepper = new Stepper();
  const entries = [...trackEntries(report)].sort((a, b) => a.start - b.start || b.end - a.end);
  yield;
  const names = new NumberedNames();
  const events: TraceEvent[] = [];
  for (const entry of entries) {
    events.push(...all.pair({ ...entry, name: names.nameOf(entry) }));
    if (stepper.isDue()) yield;
  }
  yield;
  return events.sort((a, b) => a.ts - b.ts || (a.ph === b.ph ? 0 : a.ph === 'e' ? -1 : 1));
}

function* addChunk(file: TextFile, event: TraceEvent, track: CpuTrack): Steps<void> {
  const { args: _, ...members } = event;
  const end = `"endTime":${START + track.duration}`;
  file.add(`${JSON.stringify(members).slice(0, -1)},"args":{"data":{${end},"cpuProfile":{"nodes":[\n`);
  yield* file.addItems(withParents(track), ',\n');
  file.add('\n],"samples":[');
  yield* file.addItems(track.samples);
  file.add(']},"timeDeltas":[');
  yield* file.addItems(timeDeltas(track));
  file.add(']}}}');
}

/** A trace has links from below to above. */
function* withParents({ nodes }: CpuTrack): Generator<object, void> {
  for (const { parent, ...node } of nodes) yield parent === 0 ? node : { ...node, parent };
}

class TraceEvents {
  private readonly pid: number;
  private pairs = 0;

  constructor(private readonly report: Report) {
    this.pid = Math.max(1, report.runtime.pid);
  }

  /** The names of the process and its thread, the range, and the event without which DevTools draws no pairs. */
  head(duration: number): TraceEvent[] {
    const { execution, runtime, verdict, id } = this.report;
    const { pid } = this;
    const name = shownName(execution.name);
    // DevTools drops the samples of a process whose address is no URL.
    const url = `execution:${name.replace(/^\/+/, '')}`;
    const frames = [{ frame: 'main', url, name: '', processId: pid }];
    const facts = { report: id, verdict: shownName(verdict.headline), startedAt: execution.startedAt };
    const profile = { data: { startTime: START } };
    return [
      this.event('M', 'process_name', '__metadata', {
        args: { name: shownName(`${runtime.host} ${pid}: ${name}`) },
        ts: 0,
      }),
      this.event('M', 'thread_name', '__metadata', { args: { name: 'CrRendererMain' }, ts: 0 }),
      this.event('I', 'TracingStartedInBrowser', TIMELINE, {
        s: 't',
        args: { data: { frameTreeNodeId: 1, persistentIds: true, frames } },
      }),
      this.event('X', name, 'execution', { dur: duration, args: { data: facts } }),
      this.event('P', 'Profile', PROFILER, { id: '0x1', args: profile }),
    ];
  }

  /** The event with all samples. Its profile is added in steps. */
  chunk(): TraceEvent {
    return this.event('P', 'ProfileChunk', PROFILER, { id: '0x1', args: {} });
  }

  pair({ name, track, start, end, color, properties }: TrackEntry): TraceEvent[] {
    const id = `0x${(++this.pairs + 1).toString(16)}`;
    const devtools = { dataType: 'track-entry', track, color, properties };
    const detail = JSON.stringify({ devtools });
    return [
      this.event('b', name, TIMING, { id, ts: START + start, args: { detail } }),
      this.event('e', name, TIMING, { id, ts: START + end, args: {} }),
    ];
  }

  /** DevTools shows the time up to the last instant. */
  end(pairs: readonly TraceEvent[], duration: number): TraceEvent {
    const ts = Math.max(START + duration, pairs.at(-1)?.ts ?? 0);
    return this.event('I', 'End of the execution', TIMELINE, { ts, s: 't', args: {} });
  }

  private event(
    ph: TraceEvent['ph'],
    name: string,
    cat: string,
    members: Partial<TraceEvent> & Pick<TraceEvent, 'args'>,
  ): TraceEvent {
    return { name, cat, ph, ts: START, pid: this.pid, tid: this.pid, ...members };
  }
}
