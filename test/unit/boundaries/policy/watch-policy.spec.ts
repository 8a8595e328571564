import { describe, expect, it } from '@jest/globals';
import { PatternSet } from '../../../../lib/boundaries/policy/pattern-set.js';
import { WatchPolicy } from '../../../../lib/boundaries/policy/watch-policy.js';
import type { ExecutionPattern } from '../../../../lib/options/option-values.interface.js';
import { LogKeeper } from '../../alerts/fixtures.js';
import { settingsOf } from '../../options/settings.js';

/** A pattern that counts how often it is compiled. */
function counting(): { pattern: ExecutionPattern; runs: () => number } {
  let runs = 0;
  const pattern = /x+y/;
  const { source } = pattern;
  Object.defineProperty(pattern, 'source', { get: () => ((runs += 1), source) });
  return { pattern, runs: () => runs };
}

describe('PatternSet', () => {
  it('compiles each pattern once', () => {
    const { pattern, runs } = counting();
    const set = new PatternSet([], [pattern]);
    const afterwards = runs();
    for (let i = 0; i < 100; i += 1) set.watches(`/${i}`, `/${i}`);
    expect(runs()).toBe(afterwards);
  });

  it('remembers a bounded number of bounded answers', () => {
    const set = new PatternSet(['^/a'], ['z$']);
    const { remembered } = set as unknown as { remembered: Map<string, boolean> };
    for (let i = 0; i < 5_000; i += 1) expect(set.watches(`http://h/a/${i}`, `/a/${i}`)).toBe(true);
    expect(remembered.size).toBe(1_000);
    const long = `/a/${'b'.repeat(10_000)}`;
    expect(set.watches(long, long)).toBe(true);
    expect(set.watches(`${long}z`, `${long}z`)).toBe(false);
    expect([...remembered.keys()].every(key => key.length <= 512)).toBe(true);
  });
});

describe('WatchPolicy', () => {
  it.each<[ExecutionPattern, boolean]>([
    ['^/a$', false],
    ['^http://shop.test/a', false],
    ['b=1$', false],
    ['^/b', true],
  ])('searches the URL and its path for %p', (pattern, watched) => {
    const policy = new WatchPolicy(settingsOf({ exclude: [pattern] }).live, new LogKeeper().logger);
    expect(policy.hasPatterns).toBe(true);
    expect(policy.watchesUrl({ full: 'http://shop.test/a?b=1', path: '/a' })).toBe(watched);
  });

  it('follows the options', () => {
    const settings = settingsOf({});
    const policy = new WatchPolicy(settings.live, new LogKeeper().logger);
    expect([policy.hasPatterns, policy.thresholdMs]).toEqual([false, 1_000]);
    settings.update({ include: ['^/a'], threshold: 5 });
    expect([policy.hasPatterns, policy.thresholdMs, policy.watchesName('b')]).toEqual([true, 5, false]);
    settings.update({ include: [] });
    expect(policy.hasPatterns).toBe(false);
  });

  it('searches a hostile URL in linear time', () => {
    const policy = new WatchPolicy(settingsOf({ exclude: ['^(a+)+$', '^/(b|b)*$'] }).live, new LogKeeper().logger);
    for (const url of [`/${'a'.repeat(10_000)}!`, `/${'b'.repeat(10_000)}!`])
      expect(policy.watchesUrl({ full: `http://shop.test${url}`, path: url })).toBe(true);
    expect(policy.watchesName('a'.repeat(10_000))).toBe(false);
  });
});
