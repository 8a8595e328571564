/** The planted causes, each a route of the host, in the order of the table. */
export const CAUSES = [
  'slow',
  'nPlusOne',
  'nPlusOneThrough',
  'parallel',
  'rows',
  'pool',
  'lock',
  'stream',
  'timer',
  'timeout',
  'abort',
  'unixSlow',
  'unixNPlusOne',
] as const;

export type Cause = (typeof CAUSES)[number];

/** The facts of a cause that are the same for all libraries. */
export interface CauseFacts {
  /** For people. */
  readonly title: string;
  /** The size of the first request, which opens the connections and compiles the code. */
  readonly warm: number;
  /** The size of the judged request, which takes 300 to 900 ms: milliseconds, statements or rows. */
  readonly size: number;
  /** Methods of the subject that the request calls. It must show no other. */
  readonly methods: readonly string[];
  /** The route of another request that runs before, and takes away what the judged one needs. */
  readonly holder?: 'hold' | 'holdLock';
  /** The client leaves after this time. */
  readonly leavesAfterMs?: number;
}

export const FACTS: Readonly<Record<Cause, CauseFacts>> = {
  slow: { title: 'one slow statement', warm: 5, size: 400, methods: ['slow'] },
  nPlusOne: { title: 'N+1 in one method', warm: 15, size: 40, methods: ['nPlusOne'] },
  nPlusOneThrough: {
    title: "N+1 through a provider's method",
    warm: 15,
    size: 40,
    methods: ['nPlusOneThrough', 'one'],
  },
  parallel: { title: 'parallel N+1', warm: 30, size: 60, methods: ['parallel'] },
  rows: { title: '100 000 rows', warm: 100, size: 100_000, methods: ['rows'] },
  pool: { title: 'pool exhausted', warm: 5, size: 400, methods: ['one'], holder: 'hold' },
  lock: { title: 'row lock', warm: 5, size: 400, methods: ['lock'], holder: 'holdLock' },
  stream: { title: 'rows as a stream', warm: 5, size: 200, methods: ['stream'] },
  timer: { title: 'timers beside a statement', warm: 5, size: 300, methods: ['timer', 'slow'] },
  timeout: { title: 'timeout (408) after 300 ms', warm: 5, size: 600, methods: ['slow'] },
  abort: { title: 'client leaves after 300 ms', warm: 5, size: 600, methods: ['slow'], leavesAfterMs: 300 },
  unixSlow: { title: 'one slow statement, Unix socket', warm: 5, size: 400, methods: ['slow'] },
  unixNPlusOne: { title: 'N+1, Unix socket', warm: 3, size: 40, methods: ['nPlusOne'] },
};
