import type { StarvedBy } from '../../recorder/recording.interface.js';
import { PhaseType, type Phases, STARVED_BY } from '../timeline/phases.js';
import { entriesOf, sumMs } from './entries.js';
import type { Finding, FindingRule } from './finding.interface.js';
import { partText } from '../../model/format/duration.js';

/** From this share of the time on, the headline states the main reason as the only one. */
const NEARLY_ALL = 0.9;

const SUBJECTS: Readonly<Record<StarvedBy, string>> = {
  limit: 'CPU limit',
  processes: 'other processes',
  threads: 'other threads and processes',
  stop: 'stopped process',
};

interface StarvedFinding extends Finding {
  readonly durationMs: number;
  readonly by: StarvedBy;
  /** The main reason's share of the time without a processor, 0 to 1. */
  readonly mainShare: number;
  /** Number of intervals for the main reason. */
  readonly intervals: number;
  readonly limit?: number;
}

/** Time without a processor, by its main reason. @internal */
export const cpuStarved: FindingRule<'cpu-starved', StarvedFinding> = {
  kind: 'cpu-starved',

  *find(evidence) {
    const entries = entriesOf(evidence, PhaseType.starved);
    const ms = sumMs(entries);
    if (ms <= 0) return [];
    yield;
    const { cpuLimit: limit } = evidence.recording;
    const [main] = STARVED_BY.map((by, ref) => {
      const own = entries.filter(entry => entry.ref === ref);
      return { by, ms: sumMs(own), intervals: intervalsOf(evidence.phases, ref) };
    }).sort((a, b) => b.ms - a.ms);
    if (main === undefined) return [];
    const { by, intervals } = main;
    const isLimit = by === 'limit' && limit !== undefined;
    return [
      {
        subject: isLimit ? `${SUBJECTS.limit} ${limitText(limit)}` : SUBJECTS[by],
        ms,
        durationMs: evidence.durationMs,
        by,
        mainShare: main.ms / ms,
        intervals,
        ...(by === 'limit' && { count: intervals }),
        limit,
      },
    ];
  },

  phrase(finding) {
    return `without a processor, because ${reason(finding)}`;
  },

  headline(finding) {
    const time = `The process had no processor for ${partText(finding.ms, finding.durationMs)}`;
    return finding.mainShare < NEARLY_ALL
      ? `${time}, mostly because ${reason(finding)}`
      : `${time}: ${reason(finding)}`;
  },
};

function reason({ by, intervals, limit }: StarvedFinding): string {
  switch (by) {
    case 'limit':
      return `its CPU limit${limit === undefined ? '' : ` (${limitText(limit)})`} throttled it ${timesText(intervals)}`;
    case 'processes':
      return "the machine's other processes used it";
    case 'threads':
      return 'its other threads, or other processes, used it';
    case 'stop':
      return `it was stopped${intervals > 1 ? ` ${timesText(intervals)}` : ''}`;
  }
}

function timesText(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}

function limitText(limit: number): string {
  return String(Number(limit.toFixed(2)));
}

/** One interval can be in several phases. */
function intervalsOf({ length, type, ref, origin }: Phases, by: number): number {
  let intervals = 0;
  let last = -1;
  for (let i = 0; i < length; i++) {
    if (type[i] !== PhaseType.starved || ref[i] !== by || origin[i] === last) continue;
    last = origin[i] ?? -1;
    intervals += 1;
  }
  return intervals;
}
