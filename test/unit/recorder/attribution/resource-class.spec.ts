import { describe, expect, it } from '@jest/globals';
import { AsyncResource } from 'node:async_hooks';
import {
  BOUND,
  IMMEDIATE,
  MACROTASK,
  PIPE_CONNECT,
  POOL_JOB,
  QUEUED,
  ResourceClasses,
  TIMER,
} from '../../../../lib/recorder/attribution/resource-class.js';

describe('ResourceClasses', () => {
  const timer = setTimeout(() => undefined, 1);
  clearTimeout(timer);
  const immediate = setImmediate(() => undefined);
  clearImmediate(immediate);
  class PoolTask extends AsyncResource {}

  it.each([
    ['a tick', { callback: () => undefined }, QUEUED],
    ['an addon', {}, POOL_JOB],
    ['a file operation', new (class FSReqCallback {})(), POOL_JOB],
    ['a job of crypto', new (class PBKDF2Job {})(), POOL_JOB],
    ['a lookup by a library of Node, without a thread', new (class QueryReqWrap {})(), MACROTASK],
    ['a timer', timer, TIMER],
    ['an immediate', immediate, IMMEDIATE],
    ['a request to connect to a Unix socket', new (class PipeConnectWrap {})(), PIPE_CONNECT],
    ['a bound callback', new AsyncResource('x'), BOUND],
    ["a library's own class of bound callbacks", new PoolTask('x'), BOUND],
  ])('classify %s', (_, resource, kind) => {
    expect(new ResourceClasses().of(resource)).toBe(kind);
  });
});
