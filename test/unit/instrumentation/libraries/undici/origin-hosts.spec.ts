import { describe, expect, it } from '@jest/globals';
import { OriginHosts } from '../../../../../lib/instrumentation/libraries/undici/origin-hosts.js';

describe('OriginHosts', () => {
  it.each<[unknown, string]>([
    ['http://pricing:8080', 'pricing:8080'],
    ['https://api.example.com', 'api.example.com'],
    ['http://user:secret@api.example.com:8080/path', 'api.example.com:8080'],
    ['http://[::1]:3000', '[::1]:3000'],
    [new URL('http://user:secret@pricing:8080/x'), 'pricing:8080'],
    [undefined, ''],
  ])('finds the host of %s', (origin, host) => {
    const hosts = new OriginHosts();
    expect([hosts.of(origin), hosts.of(origin)]).toEqual([host, host]);
  });

  it('stays bounded', () => {
    const hosts = new OriginHosts();
    for (let i = 0; i < 1_000; i++) hosts.of(`http://tenant-${i}`);
    expect((Reflect.get(hosts, 'known') as Map<string, unknown>).size).toBeLessThanOrEqual(200);
  });
});
