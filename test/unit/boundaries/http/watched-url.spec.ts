import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { watchedUrl } from '../../../../lib/boundaries/http/watched-url.js';

describe('watchedUrl', () => {
  const request = (url: string | undefined, headers: object = { host: 'shop.test' }, encrypted?: boolean) =>
    ({ url, headers, socket: { encrypted } }) as unknown as IncomingMessage;

  it.each([
    [request('/a?b=1'), 'http://shop.test/a?b=1', '/a'],
    [request('/?x=a'), 'http://shop.test/?x=a', '/'],
    [request('/a', undefined, true), 'https://shop.test/a', '/a'],
    [request('/a', { ':authority': 'v2.test' }), 'http://v2.test/a', '/a'],
    [request('/a', {}), 'http://localhost/a', '/a'],
    [request('http://proxied/a'), 'http://proxied/a', 'http://proxied/a'],
    [request(undefined), 'http://shop.test/', '/'],
  ])('case %#: %s', (given, full, path) => {
    expect(watchedUrl(given)).toEqual({ full, path });
  });
});
