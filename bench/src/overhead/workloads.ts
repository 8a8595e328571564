export interface Workload {
  readonly name: string;
  readonly path: string;
  readonly describe: string;
  /** It uses pg, and also runs with the monitor without libraries. */
  readonly usesPostgres?: true;
}

export const WORKLOADS: readonly Workload[] = [
  { name: 'hello', path: '/hello', describe: 'a handler that returns a string' },
  {
    name: 'api',
    path: '/orders/17',
    describe: 'guard, pipe, interceptor, 28 provider calls (10 async, 18 sync), 2 kB of JSON',
  },
  {
    name: 'work',
    path: '/work',
    describe: 'about 1 ms of CPU around 4 real waits: 2 socket replies, a file, a turn of the event loop',
  },
  {
    name: 'db',
    path: '/db',
    describe: 'five statements over a real socket, by a pool of pg',
    usesPostgres: true,
  },
];
