import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keyPattern } from '../../../../../lib/instrumentation/libraries/redis/key-pattern.js';
import { RedisStatements } from '../../../../../lib/instrumentation/libraries/redis/redis-statements.js';

describe('keyPattern', () => {
  it.each([
    ['user:4711', 'user:*'],
    ['user_cart-lines:a:b', 'user_cart-lines:*'],
    ['large', 'large'],
    ['4711', '*'],
    ['User:1', '*'],
    ['user4711:cart', '*'],
    ['a@b.example:cart', '*'],
    [':user', '*'],
    ['', '*'],
    ['a'.repeat(30), 'a'.repeat(30)],
    ['a'.repeat(31), '*'],
    [`${'a'.repeat(30)}:x`, `${'a'.repeat(30)}:*`],
    [`${'a'.repeat(31)}:x`, '*'],
    ['größe:1', '*'],
    [4711, '*'],
    [Buffer.from('user:1'), '*'],
    [undefined, '*'],
  ])('of %p is %s', (key, pattern) => {
    expect(keyPattern(key)).toBe(pattern);
  });
});

describe('RedisStatements', () => {
  const text = (command: string, key: unknown): string => new RedisStatements().of(command, key, 'cache:6379').text;

  it('shows the command and the pattern of its key', () => {
    expect(text('get', 'user:4711')).toBe('GET user:*');
    expect(text('HSET', 'cart:1')).toBe('HSET cart:*');
    expect(text('json.get', 'doc:1')).toBe('JSON.GET doc:*');
  });

  it('shows no first argument that is no key', () => {
    expect(text('auth', 'secret')).toBe('AUTH');
    expect(text('ECHO', 'secret')).toBe('ECHO');
    expect(text('publish', 'secret')).toBe('PUBLISH');
    expect(text('xread', 'BLOCK')).toBe('XREAD');
    expect(text('secret command', 'secret')).toBe('OTHER');
  });

  it('names scripts by their hash', () => {
    const script = "return redis.call('get', 'secret')";
    const hash = createHash('sha1').update(script).digest('hex');
    expect(text('eval', script)).toBe(`EVAL ${hash.slice(0, 8)}`);
    expect(text('evalsha', hash)).toBe(`EVALSHA ${hash.slice(0, 8)}`);
    expect(text('evalsha', 'secret')).toBe('EVALSHA *');
    expect(text('eval', 'x'.repeat(60_000))).toBe('EVAL *');
    expect(text('eval', Buffer.from('secret'))).toBe('EVAL *');
  });

  it('gives equal commands one statement, and remembers a bounded number', () => {
    const statements = new RedisStatements();
    const statement = statements.of('get', 'user:1', 'cache:6379');
    expect(statement).toEqual({ on: 'cache', system: 'redis', text: 'GET user:*', peer: 'cache:6379' });
    expect(statements.of('GET', 'user:2', 'cache:6379')).toBe(statement);
    const letters = (i: number): string => String(i).replaceAll(/\d/g, digit => 'abcdefghij'.charAt(Number(digit)));
    for (let i = 0; i < 2_500; i++) {
      statements.of('get', `${letters(i)}:x`, 'cache:6379');
      statements.of(`c${i}`, 'x', 'cache:6379');
      statements.of('eval', `return ${i}`, 'cache:6379');
    }
    const { known, commands, scripts } = statements as unknown as Record<string, Map<string, unknown>>;
    expect(known?.size).toBeLessThanOrEqual(1_000);
    expect(commands?.size).toBeLessThanOrEqual(500);
    expect((scripts as unknown as { known: Map<string, unknown> }).known.size).toBeLessThanOrEqual(100);
  });
});
