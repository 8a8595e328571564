import { describe, expect, it } from '@jest/globals';
import { CronTime, validateCronExpression } from 'cron';
import * as fc from 'fast-check';
import { isCronExpression } from '../../../lib/jobs/cron-expression.js';

/** Valid, and with a next time. The package accepts the 31st of February, and throws when it computes the next one. */
const accepted = (text: string): boolean => {
  if (!validateCronExpression(text).valid) return false;
  try {
    new CronTime(text).sendAt();
    return true;
  } catch {
    return false;
  }
};

const value = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map(String),
  fc.constantFrom('*', 'mon', 'SUN', 'jan', 'Dec', 'day', '', '?', 'L', '-1', '1.5', '007'),
);
const range = fc
  .tuple(value, fc.option(value, { freq: 3 }), fc.option(fc.constantFrom('0', '1', '5', '90', '*', ''), { freq: 4 }))
  .map(([from, to, step]) => from + (to === null ? '' : `-${to}`) + (step === null ? '' : `/${step}`));
const field = fc.array(range, { minLength: 1, maxLength: 3 }).map(ranges => ranges.join(','));
/** Most fields are valid, so an invalid one decides. */
const likely = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('*', '1', '*/2', '1-5', '1,2') },
  { weight: 1, arbitrary: field },
);

describe('isCronExpression', () => {
  it('agrees with the package cron', () => {
    fc.assert(
      fc.property(fc.array(likely, { minLength: 3, maxLength: 8 }), fields => {
        const text = fields.join(' ');
        expect([text, isCronExpression(text)]).toEqual([text, accepted(text)]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '0 8 * * 1-5',
    '@daily',
    '@Weekdays',
    '  0 8 * * * ',
    '*/10 * * * * *',
    '0 0 1 jan-mar mon,WED',
    '0 8 * * 7',
  ])('accepts %p', text => {
    expect(isCronExpression(text)).toBe(true);
    expect(accepted(text)).toBe(true);
  });

  it.each([
    '',
    'daily',
    '@never',
    '0 8 * *',
    '60 * * * *',
    '0 24 * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    '* * * * * * *',
  ])('refuses %p', text => {
    expect(isCronExpression(text)).toBe(false);
    expect(accepted(text)).toBe(false);
  });
});
