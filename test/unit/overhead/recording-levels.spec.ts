import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RecordingLevels } from '../../../lib/overhead/recording-levels.js';
import { LogKeeper } from '../alerts/fixtures.js';

describe('RecordingLevels', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  const create = (log = new LogKeeper()): RecordingLevels => new RecordingLevels(log.logger);

  it('starts at full', () => {
    const levels = create();
    expect(levels.current).toBe('full');
    expect(levels.lowestBetween(-1_000, performance.now())).toBe('full');
  });

  it('finds the lowest level of an interval, for any levels before and after', () => {
    const levels = create();
    const start = performance.now();
    const after = (ms: number): number => start + ms;
    for (const level of ['no-samples', 'counters-only', 'no-provider-spans', 'full'] as const) {
      jest.advanceTimersByTime(100);
      levels.change(level);
    }
    expect(levels.lowestBetween(start, after(50))).toBe('full');
    expect(levels.lowestBetween(start, after(150))).toBe('no-samples');
    expect(levels.lowestBetween(after(150), after(160))).toBe('no-samples');
    expect(levels.lowestBetween(after(150), after(450))).toBe('counters-only');
    expect(levels.lowestBetween(after(350), after(450))).toBe('no-provider-spans');
    expect(levels.lowestBetween(after(410), after(450))).toBe('full');
  });

  it('calls its listeners once for each change, until they are removed', () => {
    const levels = create();
    const seen: string[] = [];
    const remove = levels.onChange(level => seen.push(`${level} ${levels.current}`));
    levels.change('full');
    levels.change('no-samples');
    levels.change('no-samples');
    remove();
    levels.change('full');
    expect(seen).toEqual(['no-samples no-samples']);
  });

  it('leaves every listener at the newest level, when one changes it again', () => {
    const levels = create();
    const last: Record<string, string> = {};
    levels.onChange(level => {
      last.first = level;
      if (level === 'counters-only') levels.change('no-samples');
    });
    levels.onChange(level => void (last.second = level));
    levels.change('counters-only');
    expect(last).toEqual({ first: 'no-samples', second: 'no-samples' });
  });

  it('logs a listener that fails, and calls the others', () => {
    const log = new LogKeeper();
    const levels = create(log);
    const seen: string[] = [];
    levels.onChange(() => {
      throw new Error('on purpose');
    });
    levels.onChange(level => seen.push(level));
    levels.change('counters-only');
    expect(seen).toEqual(['counters-only']);
    expect(log.failures).toEqual([expect.stringContaining('on purpose')]);
  });

  it('remembers a bounded number of changes', () => {
    const levels = create();
    for (let change = 0; change < 1_000; change += 1) levels.change(change % 2 === 0 ? 'no-samples' : 'full');
    const { changes } = levels as unknown as { changes: unknown[] };
    expect(changes.length).toBeLessThanOrEqual(100);
    expect(levels.lowestBetween(-1, performance.now())).toBe('no-samples');
  });
});
