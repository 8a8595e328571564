import { describe, expect, it } from '@jest/globals';
import { RouteNames } from '../../../../lib/boundaries/http/route-name.js';

describe('RouteNames', () => {
  const names = new RouteNames();
  it('contain the route, never the path', () => {
    expect(names.nameOf({ method: 'GET', route: { path: '/orders/:id' } })).toBe('GET /orders/:id');
    expect(names.nameOf({ method: 'GET', routeOptions: { url: '/orders/:id' } })).toBe('GET /orders/:id');
    expect(names.nameOf({ method: 'GET' })).toBe('GET (unmatched)');
    expect(names.nameOf({ method: 'GET', route: { path: /^\/a.*$/ } })).toBe('GET /^\\/a.*$/');
  });

  it.each(['42', 'alice@example.com', 'deadbeefdeadbeef', 'hunter2'])(
    'show nothing of what a router is mounted on: %s',
    id => {
      expect(names.nameOf({ method: 'GET', baseUrl: `/tenants/${id}/api`, route: { path: '/x' } })).toBe('GET /*/x');
    },
  );

  it('are right also for names that are not remembered', () => {
    const many = new RouteNames();
    for (let i = 0; i < 5_000; i++)
      expect(many.nameOf({ method: 'GET', route: { path: `/r${i}` } })).toBe(`GET /r${i}`);
  });
});
