import { describe, expect, it } from '@jest/globals';
import { errorText } from '../../../lib/privacy/error-text.js';
import { reportId } from '../../../lib/report/report-id.js';
import { runtimeFacts } from '../../../lib/report/runtime.js';

describe('reportId', () => {
  it('is unique, sorts by time, and is fit for file names', () => {
    const ids = Array.from({ length: 1_000 }, () => reportId(1_700_000_000_000));
    expect(new Set(ids).size).toBe(1_000);
    expect(ids.every(id => /^[a-z\d-]+$/.test(id))).toBe(true);
    const times = [1, 1_700_000_000_000, 1_700_000_000_001, 4_000_000_000_000];
    const inOrder = times.map(time => reportId(time));
    expect([...inOrder].sort()).toEqual(inOrder);
  });
});

describe('errorText', () => {
  it('describes whatever was thrown, in one line and without secrets', () => {
    const hostile = Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('again');
      },
    });
    expect(errorText(new Error('bad\r\nline https://u:p@h/?token=abc'))).toBe(
      'bad line https://[REDACTED]@h/?token=[REDACTED]',
    );
    expect(errorText('text')).toBe('text');
    expect(errorText(undefined)).toBe('undefined');
    expect(errorText(Object.create(null))).toBe('an error that can not be described');
    expect(errorText(hostile)).toBe('an error that can not be described');
    expect(errorText(new Error(''))).toBe('no message');
  });
});

describe('runtimeFacts', () => {
  it('finds the version of Nest', () => {
    const runtime = runtimeFacts();
    expect(runtime).toMatchObject({ node: process.version, pid: process.pid });
    expect(runtime.nest).toMatch(/^1\d\.\d+\.\d+/);
  });
});
