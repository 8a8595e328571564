import { describe, expect, it } from '@jest/globals';
import { findActiveTrace } from '../../../../lib/boundaries/http/active-trace.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

function api(getActiveSpan: unknown): () => Promise<unknown> {
  return () => Promise.resolve({ trace: { getActiveSpan } });
}

describe('findActiveTrace', () => {
  it('reads the active span at each call', async () => {
    const ids = { traceId: TRACE, spanId: 'b7ad6b7169203331' };
    let span: unknown = { spanContext: () => ids };
    const activeTrace = await findActiveTrace(api(() => span));
    expect(activeTrace?.()).toBe(ids);
    for (span of [undefined, {}, { spanContext: () => undefined }]) expect(activeTrace?.()).toBeUndefined();
  });

  it.each([
    ['is not installed', () => Promise.reject(new Error("Cannot find package '@opentelemetry/api'"))],
    [
      'fails when it is loaded',
      () => {
        throw new Error('broken');
      },
    ],
    ['is too old', api(undefined)],
    ['is something else', () => Promise.resolve({})],
    ['is nothing', () => Promise.resolve(undefined)],
  ])('asks nobody when the API %s', async (_, load) => {
    expect(await findActiveTrace(load as () => Promise<unknown>)).toBeUndefined();
  });
});
