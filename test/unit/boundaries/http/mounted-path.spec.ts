import { describe, expect, it } from '@jest/globals';
import express, { type Router } from 'express';
import { isMounted, mountOf } from '../../../../lib/boundaries/http/mounted-path.js';

interface OldLayer {
  rawPath?: unknown;
}

/** Earlier versions of Express's router keep no pattern. */
function withoutPatterns(router: Router): Router {
  for (const layer of router.stack as unknown as OldLayer[]) delete layer.rawPath;
  return router;
}

describe('mountOf()', () => {
  const handler = (): void => undefined;
  const mounted = (router: Router, baseUrl: string): string => mountOf({ baseUrl, app: { router } });

  it('is the pattern as it was written', () => {
    const router = express.Router();
    router.use('/Legacy/', handler);
    router.use(['/a', '/b/:id'], handler);
    router.use(/^\/regexp/, handler);
    router.use('/:any', handler);
    const paths = ['/legacy', '/a', '/b/hunter2', '/hunter2', '/regexp', '/no/such/path'];
    expect(paths.map(path => mounted(router, path))).toEqual(['/Legacy', '/a', '/b/:id', '/:any', '/*', '/:any/*']);
  });

  it('is the path where the router keeps no pattern, and the path has no parameter', () => {
    const router = express.Router();
    router.use('/legacy', handler);
    router.use('/tenants/:id', handler);
    withoutPatterns(router);
    expect(['/LeGaCy', '/tenants/hunter2'].map(path => mounted(router, path))).toEqual(['/legacy', '/*']);
  });

  it('is unknown where routers contain each other', () => {
    const router = express.Router();
    router.use(router);
    expect(mounted(router, '/x')).toBe('/*');
  });

  it('accepts requests that are no requests of Express', () => {
    expect(mountOf({ baseUrl: '/x' })).toBe('/*');
    expect(isMounted({})).toBe(false);
    expect(isMounted({ raw: { url: '/a' } })).toBe(false);
  });
});
