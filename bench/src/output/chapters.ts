import type { AttributionResult } from '../attribution/attribution.js';
import type { BootResult } from '../boot/boot.js';
import type { LoopResult } from '../loop/loop.js';
import type { MemoryStep } from '../memory/memory.js';
import type { OverheadResult } from '../overhead/overhead.js';
import { outageChapters } from '../outage/chapter.js';
import type { Results } from '../results.js';
import { VARIANTS } from '../app/variant.js';
import { megabytes, ms, percent, withInterval, withRange } from './format.js';

/** A table with its notes. */
export interface Chapter {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export function chaptersOf({ overhead, attribution, loop, memory, boot, outage }: Results): Chapter[] {
  return [
    ...(overhead === undefined ? [] : [costChapter(overhead), latencyChapter(overhead), ...earlierChapters(overhead)]),
    ...(attribution === undefined ? [] : [attributionChapter(attribution)]),
    ...(loop === undefined ? [] : loopChapters(loop)),
    ...(memory === undefined ? [] : [memoryChapter(memory)]),
    ...(outage === undefined ? [] : outageChapters(outage)),
    ...(boot === undefined ? [] : [bootChapter(boot)]),
  ];
}

function costChapter(results: readonly OverheadResult[]): Chapter {
  const head = [
    'workload',
    'bare µs',
    'interceptor µs',
    'monitor µs',
    'ratio to interceptor',
    'added µs',
    'ratio to bare',
    'added µs',
  ];
  const rows = results.map(({ workload, figures, monitorToInterceptor, monitorToBare }) => [
    workload.name,
    withInterval(figures.bare.cpuUsPerRequest, 1),
    withInterval(figures.interceptor.cpuUsPerRequest, 1),
    withInterval(figures.monitor.cpuUsPerRequest, 1),
    withInterval(monitorToInterceptor.ratio, 3),
    withInterval(monitorToInterceptor.addedUs, 1),
    withInterval(monitorToBare.ratio, 3),
    withInterval(monitorToBare.addedUs, 1),
  ]);
  const notes = [
    'CPU time of the whole process, all threads, for each request. "interceptor" has one empty global interceptor.',
    ...results.map(({ workload }) => `${workload.name}: ${workload.describe}.`),
    ...results.map(
      result =>
        `${result.workload.name}: ${result.restarts} restarts, ${result.windows} windows${result.reachedTarget ? '' : '; the time was over before the interval was as narrow as meant'}.`,
    ),
    ...results.flatMap(({ workload, librariesToNone }) =>
      librariesToNone === undefined
        ? []
        : [
            `${workload.name}: with libraries the monitor adds ${withInterval(librariesToNone, 2)} times the CPU that it adds without.`,
          ],
    ),
  ];
  return { title: 'CPU for each request', rows: [head, ...rows], notes };
}

function earlierChapters(results: readonly OverheadResult[]): Chapter[] {
  const rows = results.flatMap(({ workload, monitorToEarlier: found }) =>
    found === undefined ? [] : [[workload.name, withInterval(found.ratio, 3), withInterval(found.addedUs, 1)]],
  );
  if (rows.length === 0) return [];
  return [
    {
      title: 'CPU for each request against the earlier build',
      rows: [['workload', 'ratio', 'added µs'], ...rows],
      notes: ['The same application with the monitors of both builds, in alternating windows.'],
    },
  ];
}

function latencyChapter(results: readonly OverheadResult[]): Chapter {
  const rows = results.flatMap(({ workload, figures }) =>
    (['bare', 'interceptor', 'monitor'] as const).map(variant => {
      const { p50Ms, p99Ms, bootMs } = figures[variant];
      return [`${workload.name}, ${variant}`, ms(p50Ms), ms(p99Ms), bootMs.toFixed(0)];
    }),
  );
  return {
    title: 'Latency and start',
    rows: [['variant', 'p50 ms', 'p99 ms', 'boot ms'], ...rows],
    notes: ['Ten connections, each with one pending request at all times; medians of the restarts.'],
  };
}

function attributionChapter(result: AttributionResult): Chapter {
  const rows = [
    ['interleaved executions', String(result.executions)],
    ['without a report', String(result.missing)],
    ['true CPU time', `${result.truthMs.toFixed(0)} ms`],
    ['error of single executions, mean', percent(result.meanErrorPercent)],
    ['error of single executions, largest', percent(result.maxErrorPercent)],
    ['error of the total', percent(result.totalErrorPercent)],
    [
      'largest difference between the parts of the accounting and the duration',
      `${result.maxSumErrorMs.toFixed(3)} ms`,
    ],
    ['unexplained, mean', percent(result.meanUnexplainedPercent)],
  ];
  return {
    title: 'CPU time in the report, compared with the true CPU time',
    rows: [['', 'value'], ...rows],
    notes: [
      '50 executions at once, each 40 to 400 ms of CPU in slices of 1 to 6 ms.',
      'The true CPU time is the time of their own code without garbage collection. The framework around it counts as error.',
    ],
  };
}

function loopChapters({ withAlerts, withoutAlerts, stages, rotation }: LoopResult): Chapter[] {
  const watched = [withAlerts, withoutAlerts].map((each, i) => [
    i === 0 ? 'with alerts' : 'without alerts',
    String(each.executions),
    ms(each.p99Ms),
    ms(each.medianLongestMs),
    ms(each.longestMs),
    ms(each.longestWorkMs),
    ms(each.longestGcMs),
  ]);
  const steps = stages.map(stage => [
    stage.stage,
    ms(stage.medianMs),
    ms(stage.medianLongestMs),
    ms(stage.longestMs),
    ms(stage.longestWorkMs),
    ms(stage.longestGcMs),
  ]);
  return [
    {
      title: 'Turns of the event loop around large executions',
      rows: [
        ['', 'executions', 'p99 ms', 'longest, median ms', 'longest ms', 'longest work ms', 'longest gc ms'],
        ...watched,
      ],
      notes: [
        'Executions of 500 spans and 50 000 resumes, one after another, each watched until its alert was delivered.',
      ],
    },
    {
      title: 'Event loop during each step of a report',
      rows: [
        ['step', 'whole, median ms', 'longest turn, median ms', 'longest turn ms', 'longest work ms', 'longest gc ms'],
        ...steps,
      ],
      notes: [
        `Rotation under full load: p50 ${ms(rotation.p50Ms)}, p99 ${ms(rotation.p99Ms)}, max ${ms(rotation.maxMs)} ms of ${rotation.count}.`,
      ],
    },
  ];
}

function memoryChapter(steps: readonly MemoryStep[]): Chapter {
  const head = [
    'requests',
    'bare RSS',
    'interceptor RSS',
    'monitor RSS',
    'bare heap',
    'interceptor heap',
    'monitor heap',
  ];
  const rows = steps.map(({ requests, use: { bare, interceptor, monitor } }) => [
    String(requests),
    ...[bare, interceptor, monitor].map(each => megabytes(each.rssBytes)),
    ...[bare, interceptor, monitor].map(each => megabytes(each.heapBytes)),
  ]);
  return {
    title: 'Memory',
    rows: [head, ...rows],
    notes: ['MB after forced collections, workload `api`. The first row comes after 1 000 requests of warm-up.'],
  };
}

function bootChapter({ rounds, figures, added }: BootResult): Chapter {
  const whole = (value: number) => value.toFixed(0);
  const rows = [
    ...VARIANTS.map(variant => ({ name: variant, ...figures[variant] })),
    { name: 'interceptor, added to bare', ...added.interceptor },
    { name: 'monitor, added to bare', ...added.monitor },
  ].map(({ name, bootMs, rssBytes, firstRssBytes }) => [
    name,
    withRange(bootMs, whole),
    withRange(rssBytes, megabytes),
    withRange(firstRssBytes, megabytes),
  ]);
  return {
    title: 'Start',
    rows: [['variant', 'listening after ms', 'RSS then', 'RSS after a request'], ...rows],
    notes: [
      `Medians of ${rounds} rounds with 95 % intervals. A round starts one process for each variant, one after another in random order; "added" compares processes of the same round.`,
      'From the start of the process, Node itself included; MB without a forced collection.',
    ],
  };
}
