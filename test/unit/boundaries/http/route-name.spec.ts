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

  it('contain the parts that tell routes on one path apart', () => {
    const request = { method: 'GET', route: { path: '/o' } };
    expect(names.nameOf(request, { host: '', suffix: ' (v2)' })).toBe('GET /o (v2)');
    expect(names.nameOf(request, { host: 'a.test', suffix: '' })).toBe('GET a.test/o');
    expect(names.nameOf(request)).toBe('GET /o');
  });

  it('contain the middleware that answered', () => {
    expect(names.nameOfAnswer('GET', '(JwtMiddleware)')).toBe('GET (JwtMiddleware)');
  });

  it('contain no route that is middleware on an exact path', () => {
    const route = { path: '/only' };
    names.middlewareRoutes.add(route);
    expect(names.nameOf({ method: 'GET', route })).toBe('GET (unmatched)');
  });

  it('are remembered for a bounded number of paths, which clients may choose', () => {
    const many = new RouteNames();
    const stack = [{ matchers: [(path: string) => ({ path, params: {} })], rawPath: '/:tenant', handle: {} }];
    const app = { router: { stack } };
    for (let i = 0; i < 5_000; i += 1)
      expect(many.nameOf({ method: 'GET', url: '/x', baseUrl: `/t${i}`, app })).toBe('GET /:tenant/*');
    expect(Reflect.get(many, 'size')).toBe(200);
    expect(many.nameOf({ method: 'GET', route: { path: '/o' } })).toBe('GET /o');
    expect(Reflect.get(many, 'size')).toBe(201);
  });
});
