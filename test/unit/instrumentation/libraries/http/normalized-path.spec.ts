import { describe, expect, it } from '@jest/globals';
import { normalizedPath } from '../../../../../lib/instrumentation/libraries/http/normalized-path.js';

describe('normalizedPath', () => {
  it.each([
    ['/', '/'],
    ['/orders', '/orders'],
    ['/orders/', '/orders/'],
    ['/orders/4711', '/orders/:id'],
    ['/orders/4711/lines', '/orders/:id/lines'],
    ['/orders?id=4711/secret', '/orders'],
    ['/orders#4711', '/orders'],
    ['/?token=secret', '/'],
    ['/users/me@example.com', '/users/:id'],
    ['/users/J%C3%BCrgen', '/users/:id'],
    ['/cart;jsessionid=secret/items', '/:id/items'],
    ["/odata/users('alice')/orders", '/odata/:id/orders'],
    ['/search/red+shoes', '/search/:id'],
    ['/~alice/notes', '/:id/notes'],
    ['/batch/$count', '/batch/$count'],
    ['/documents:commit', '/documents:commit'],
    [`/${'a'.repeat(30)}`, `/${'a'.repeat(30)}`],
    [`/${'a'.repeat(31)}/b`, '/:id/b'],
    ['//a//b', '//a//b'],
    ['/a/b/c/d/e', '/a/b/c/d/e'],
    ['/a/b/c/d/e/', '/a/b/c/d/e/'],
    ['/a/b/c/d/e/f', '/a/b/c/d/e/…'],
    ['/1/2/3/4/5/6/secret?x', '/:id/:id/:id/:id/:id/…'],
    ['/user:password@host', '/:id'],
    ['/Übersicht/7', '/Übersicht/:id'],
  ])('writes %s as %s', (path, shown) => {
    expect(normalizedPath(path)).toBe(shown);
  });

  it('reads the beginning of an endless path only, and takes what it cut for a value', () => {
    expect(normalizedPath(`/${'a/'.repeat(1e6)}`)).toBe('/a/a/a/a/a/…');
    expect(normalizedPath('/'.repeat(997) + 'abc4711')).toBe(`${'/'.repeat(997)}:id`);
    expect(normalizedPath(`/${'x'.repeat(5_000)}`)).toBe('/:id');
  });
});
