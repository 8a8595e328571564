import { describe, expect, it } from '@jest/globals';
import { requestHost } from '../../../../../lib/instrumentation/libraries/node-http/request-host.js';

const hostOf = (host: string, header: string | string[] | undefined) =>
  requestHost({ host, getHeader: () => header } as unknown as Parameters<typeof requestHost>[0]);

describe('requestHost', () => {
  it.each<[host: string, header: string | string[] | undefined, shown: string]>([
    ['pricing', 'pricing:8080', 'pricing:8080'],
    ['pricing', 'pricing', 'pricing'],
    ['::1', '[::1]:3000', '[::1]:3000'],
    ['::1', '[::1]', '[::1]'],
    ['pricing', undefined, 'pricing'],
    ['pricing', ['pricing:1'], 'pricing'],
    // Set by the application: a header's value is never shown.
    ['10.0.0.7', 'tenant.example.com', '10.0.0.7'],
    ['pricing', 'pricing:8080@secret', 'pricing'],
    ['pricing', 'pricing.secret', 'pricing'],
    ['pricing', 'pricing:', 'pricing'],
    ['user:secret@pricing', 'user:secret@pricing:8080', 'pricing'],
    ['pricing', 'pricing:1234567', 'pricing'],
  ])('of %s with the header %s is %s', (host, header, shown) => {
    expect(hostOf(host, header)).toBe(shown);
  });
});
