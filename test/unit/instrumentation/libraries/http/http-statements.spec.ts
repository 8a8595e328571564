import { describe, expect, it } from '@jest/globals';
import { HttpStatements } from '../../../../../lib/instrumentation/libraries/http/http-statements.js';

const SECRET = 'c4n4ry';

describe('HttpStatements', () => {
  const textOf = (...request: Parameters<HttpStatements['of']>) => new HttpStatements().of(...request).text;

  it('names method, host and path', () => {
    expect(new HttpStatements().of('GET', 'pricing:8080', '/prices/7?currency=EUR')).toEqual({
      on: 'http',
      system: 'http',
      text: 'GET pricing:8080/prices/:id',
      peer: 'pricing:8080',
    });
  });

  it.each([
    [`http://user:${SECRET}@api.example.com/a/7?q=${SECRET}`, 'GET api.example.com/a/:id'],
    [`http://${SECRET}@api.example.com`, 'GET api.example.com/'],
    [`https://api.example.com?token=${SECRET}`, 'GET api.example.com/'],
    [`http://api.example.com?next=/${SECRET}`, 'GET api.example.com/'],
    [`http://api.example.com#${SECRET}`, 'GET api.example.com/'],
    [`login?next=https://other.example.com/${SECRET}`, 'GET proxy:3128/login'],
    ['', 'GET proxy:3128/'],
    ['*', 'GET proxy:3128/*'],
  ])('reads the target %s of a request to a proxy', (target, text) => {
    expect(textOf('GET', 'proxy:3128', target)).toBe(text);
  });

  it('shows the host of a tunnel', () => {
    expect(textOf('CONNECT', 'api.example.com:443', 'api.example.com:443')).toBe('CONNECT api.example.com:443');
  });

  it('keeps neither endless methods nor endless hosts', () => {
    expect(textOf('X'.repeat(1_000), 'a'.repeat(1_000), '/')).toBe(`OTHER ${'a'.repeat(255)}/`);
  });

  it('shares one statement among equal requests, and stays bounded', () => {
    const statements = new HttpStatements();
    const first = statements.of('GET', 'a', '/orders/1');
    expect(statements.of('GET', 'a', '/orders/2')).toBe(first);
    for (const word of words(3_000)) statements.of('GET', 'a', `/${word}`);
    expect(statements.of('GET', 'a', '/orders/3')).toEqual(first);
    expect((Reflect.get(statements, 'known') as Map<string, unknown>).size).toBeLessThanOrEqual(1_000);
  });
});

/** Different words without digits. */
function words(count: number): string[] {
  return Array.from({ length: count }, (_, i) => [...String(i)].map(digit => 'abcdefghij'[Number(digit)]).join(''));
}
