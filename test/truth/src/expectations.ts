import type { Cause } from './causes.js';

/** The right verdict on one cause of one library. */
export interface Expected {
  /** The right kinds. More than one only where the time is divided about equally among them. */
  readonly kinds: readonly string[];
  /** The awaiting method, which the headline names. */
  readonly method: string;
  /** Where requests are recorded: the label, `GET {peer}/slow`. Else the subject is the connection. */
  readonly operation?: string;
  /** The exact number of operations of `repeated-io`. */
  readonly count?: number;
  /** Requests are sent together on one connection. Two replies in one read count once: up to a tenth fewer on a busy machine. */
  readonly isPipelined?: true;
  /** The number of operations at the same time, for a parallel N+1. */
  readonly concurrency?: number;
  /** For `pool-wait`: the request that held most of the connections. */
  readonly holder?: string;
  /** Where a lock is told: the request whose transaction held it. */
  readonly lock?: string;
  /** An aborted request has no status. The default is 200. */
  readonly status?: number;
  /** Absent where the request was answered. */
  readonly endedBy?: 'timeout' | 'client';
  /** The expectation when statements are recorded. */
  readonly withStatements: string;
}

/** A cause that a library cannot have. */
export interface NotApplicable {
  readonly reason: string;
}

export type Cell = Expected | NotApplicable;
export type Cells = Readonly<Record<Cause, Cell>>;

type ExpectedCells<N extends Cause> = Readonly<Record<Exclude<Cause, N>, Expected> & Record<N, Cell>>;

const GAVE_UP = { kinds: ['await', 'io'], method: 'slow' } as const;

/** The transfer of one large reply takes about as long as its string or objects. */
const LARGE_REPLY = { kinds: ['cpu', 'io'], method: 'rows' } as const;

/** All connections are in use, and the library shows its pool. */
export const POOL: Expected = {
  kinds: ['pool-wait'],
  method: 'one',
  holder: 'GET /hold',
  withStatements: '`pool-wait`: the pool, holder `GET /hold`',
};

/** Another request holds the lock on a row, and the library shows statements. */
export const LOCK: Pick<Expected, 'kinds' | 'method' | 'lock'> = {
  kinds: ['io'],
  method: 'lock',
  lock: 'GET /holdLock',
};

/** Drivers of databases, and what is built on them. */
export const DATABASE: ExpectedCells<never> = {
  slow: { kinds: ['io'], method: 'slow', withStatements: '`io`: the statement' },
  nPlusOne: {
    kinds: ['repeated-io'],
    method: 'nPlusOne',
    count: 40,
    withStatements: '`repeated-io`: 40 × the statement',
  },
  nPlusOneThrough: {
    kinds: ['repeated-io'],
    method: 'one',
    count: 40,
    withStatements: '`repeated-io`: 40 × the statement',
  },
  parallel: {
    kinds: ['repeated-io'],
    method: 'parallel',
    count: 60,
    concurrency: 10,
    withStatements: '`repeated-io`: 60 × the statement, 10 at a time',
  },
  rows: { kinds: ['cpu'], method: 'rows', withStatements: 'the same' },
  pool: { ...POOL, kinds: ['io'] },
  lock: { kinds: ['io'], method: 'lock', withStatements: '`io`: the `UPDATE`, with `lock`' },
  stream: { kinds: ['io'], method: 'stream', withStatements: '`io`: the statement' },
  timer: { kinds: ['io'], method: 'slow', withStatements: '`io`: the statement' },
  timeout: {
    ...GAVE_UP,
    status: 408,
    endedBy: 'timeout',
    withStatements: '`io`: the statement that was still running',
  },
  abort: {
    ...GAVE_UP,
    endedBy: 'client',
    withStatements: '`io`: the statement that was still running',
  },
  unixSlow: { kinds: ['io'], method: 'slow', withStatements: '`io`: the statement' },
  unixNPlusOne: {
    kinds: ['repeated-io'],
    method: 'nPlusOne',
    count: 40,
    withStatements: '`repeated-io`: 40 × the statement',
  },
};

/** Libraries that show their pool, and so who holds its connections. */
export const SHOWS_POOL: ExpectedCells<never> = { ...DATABASE, pool: { ...POOL, withStatements: 'the same' } };

/** Clients of Redis. */
export const CACHE: ExpectedCells<'lock'> = {
  ...DATABASE,
  rows: { ...LARGE_REPLY, withStatements: '`cpu` or `io`: the command' },
  lock: { reason: 'Redis has no row locks' },
};

const COMMAND = { operation: 'BLPOP empty:*', withStatements: 'the same' } as const;

/** Clients of Redis whose commands are recorded. */
export const COMMANDS: ExpectedCells<'lock'> = {
  ...CACHE,
  slow: { ...CACHE.slow, ...COMMAND },
  nPlusOne: { ...CACHE.nPlusOne, ...COMMAND },
  nPlusOneThrough: { ...CACHE.nPlusOneThrough, ...COMMAND },
  parallel: { ...CACHE.parallel, ...COMMAND },
  rows: { ...CACHE.rows, operation: 'GETRANGE large', withStatements: 'the same' },
  pool: { ...CACHE.pool, ...COMMAND },
  stream: { ...CACHE.stream, operation: 'XREAD', withStatements: 'the same' },
  timer: { ...CACHE.timer, ...COMMAND },
  timeout: { ...CACHE.timeout, ...COMMAND, kinds: ['io'] },
  abort: { ...CACHE.abort, ...COMMAND, kinds: ['io'] },
  unixSlow: { ...CACHE.unixSlow, ...COMMAND },
  unixNPlusOne: { ...CACHE.unixNPlusOne, ...COMMAND },
};

const REQUEST = { operation: 'GET {peer}/items/:id' } as const;
const SLOW_REQUEST = { operation: 'GET {peer}/slow' } as const;

/** Clients of HTTP. Their requests are recorded already. */
export const HTTP: ExpectedCells<'lock' | 'unixSlow' | 'unixNPlusOne'> = {
  slow: { ...DATABASE.slow, ...SLOW_REQUEST, withStatements: 'the same' },
  nPlusOne: { ...DATABASE.nPlusOne, ...REQUEST, withStatements: 'the same' },
  nPlusOneThrough: { ...DATABASE.nPlusOneThrough, ...REQUEST, withStatements: 'the same' },
  parallel: { ...DATABASE.parallel, ...REQUEST, withStatements: 'the same' },
  rows: { ...LARGE_REPLY, operation: 'GET {peer}/rows', withStatements: 'the same' },
  // Before Node 22.12 the queue of an agent is not published.
  pool: { ...POOL, kinds: ['pool-wait', 'io'], withStatements: 'the same' },
  lock: { reason: 'HTTP has no row locks' },
  stream: { ...DATABASE.stream, operation: 'GET {peer}/stream', withStatements: 'the same' },
  timer: { ...DATABASE.timer, ...SLOW_REQUEST, withStatements: 'the same' },
  timeout: { ...DATABASE.timeout, ...SLOW_REQUEST, kinds: ['io'], withStatements: 'the same' },
  abort: { ...DATABASE.abort, ...SLOW_REQUEST, kinds: ['io'], withStatements: 'the same' },
  unixSlow: { reason: 'HTTP clients address hosts' },
  unixNPlusOne: { reason: 'HTTP clients address hosts' },
};
