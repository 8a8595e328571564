import { describe, expect, it } from '@jest/globals';
import { threadPoolSize } from '../../../lib/platform/thread-pool-size.js';

describe('threadPoolSize', () => {
  it.each([
    [undefined, 4],
    ['16', 16],
    ['0', 1],
    ['many', 1],
    ['5000', 1_024],
  ])('%p is %i', (text, size) => {
    expect(threadPoolSize({ UV_THREADPOOL_SIZE: text })).toBe(size);
  });
});
