import { describe, expect, it } from '@jest/globals';
import { requestName } from '../../../../../lib/instrumentation/libraries/elasticsearch/client-shapes.js';

const named = (name: unknown, pathParts?: unknown): string | undefined => requestName({ meta: { name, pathParts } });

describe('the name of a request to Elasticsearch', () => {
  it('is the method and the index, without values', () => {
    expect(named('search', { index: 'orders' })).toBe('Elasticsearch search orders');
    expect(named('get', { index: 'orders', id: 'secret' })).toBe('Elasticsearch get orders');
    expect(named('search', { index: ['orders', 'customers'] })).toBe('Elasticsearch search orders,customers');
    expect(named('search', { index: 'logs-2026.12.01' })).toBe('Elasticsearch search *.*.*');
    expect(named('search', { index: 'a,b,c,d' })).toBe('Elasticsearch search a,b,c,…');
    expect(named('indices.create', { index: 'orders' })).toBe('Elasticsearch indices.create orders');
    expect(named('info')).toBe('Elasticsearch info');
  });

  it('is none for a request by path', () => {
    for (const params of [undefined, {}, { path: '/orders/_search' }, { meta: { name: 7 } }])
      expect(requestName(params)).toBeUndefined();
  });
});
