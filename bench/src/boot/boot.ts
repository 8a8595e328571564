import { VARIANTS, type Variant } from '../app/variant.js';
import { LineServer } from '../load/line-server.js';
import { MeasuredProcess } from '../process/measured-process.js';
import type { Settings } from '../settings.js';
import { estimateMedian, type MedianEstimate } from '../statistics/interval.js';
import { shuffled } from '../statistics/shuffle.js';

const PATH = '/orders/17';

/** The figures of one start. */
interface Start {
  /** Time from the start of the process until it listens. */
  readonly bootMs: number;
  readonly rssBytes: number;
  /** After the first request. */
  readonly firstRssBytes: number;
}

type Round = Readonly<Record<Variant, Start>>;

export type StartFigures = Readonly<Record<keyof Start, MedianEstimate>>;

export interface BootResult {
  readonly rounds: number;
  readonly figures: Readonly<Record<Variant, StartFigures>>;
  /** Differences from the bare application of the same round. */
  readonly added: Readonly<Record<Exclude<Variant, 'bare'>, StartFigures>>;
}

/** Start-up time of each variant, and its memory afterwards. */
export async function measureBoot({ rounds }: Settings['boot']): Promise<BootResult> {
  const lineServer = await LineServer.start();
  const all: Round[] = [];
  process.stderr.write('boot: ');
  // The first round does not count, because the files are in no cache.
  for (let round = 0; round <= rounds; round++) {
    const measured = await measureRound(lineServer.port);
    if (round > 0) all.push(measured);
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  lineServer.stop();
  const of = (variant: Variant) => figuresOf(all, start => start[variant]);
  const addedBy = (variant: Variant) => figuresOf(all, start => difference(start[variant], start.bare));
  return {
    rounds,
    figures: { bare: of('bare'), interceptor: of('interceptor'), monitor: of('monitor') },
    added: { interceptor: addedBy('interceptor'), monitor: addedBy('monitor') },
  };
}

async function measureRound(linePort: number): Promise<Round> {
  const starts = new Map<Variant, Start>();
  for (const variant of shuffled(VARIANTS)) starts.set(variant, await measureStart(variant, linePort));
  const of = (variant: Variant): Start => {
    const start = starts.get(variant);
    if (start === undefined) throw new Error(`${variant} was not started`);
    return start;
  };
  return { bare: of('bare'), interceptor: of('interceptor'), monitor: of('monitor') };
}

async function measureStart(variant: Variant, linePort: number): Promise<Start> {
  const measured = await MeasuredProcess.start('app/server.js', [variant, String(linePort)]);
  try {
    const { port, bootMs, rssBytes } = measured.ready;
    const response = await fetch(`http://127.0.0.1:${port}${PATH}`);
    await response.arrayBuffer();
    return { bootMs, rssBytes, firstRssBytes: await measured.ask('rssBytes') };
  } finally {
    await measured.stop();
  }
}

function difference(start: Start, bare: Start): Start {
  return {
    bootMs: start.bootMs - bare.bootMs,
    rssBytes: start.rssBytes - bare.rssBytes,
    firstRssBytes: start.firstRssBytes - bare.firstRssBytes,
  };
}

function figuresOf(rounds: readonly Round[], pick: (round: Round) => Start): StartFigures {
  const of = (key: keyof Start) => estimateMedian(rounds.map(round => pick(round)[key]));
  return { bootMs: of('bootMs'), rssBytes: of('rssBytes'), firstRssBytes: of('firstRssBytes') };
}
