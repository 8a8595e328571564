import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Recording } from '../../../../lib/recorder/recording.interface.js';
import { nested, operation, partsOf, recordingOf, slice, wake, WIRE } from '../recordings.js';

const REPLY = wake('network', `${WIRE} (TCP)`);
const OTHER_REPLY = wake('database', '10.0.0.9:5432 (PostgreSQL)');
const A = 'GET pricing:8080/a';
const B = 'GET pricing:8080/b';

/** Each wait as `kind label: ms × count`, in the order of the report. */
const waitsOf = (parts: Partial<Recording>): string[] => {
  const { accounting } = diagnose(recordingOf(parts));
  expect(partsOf(accounting)).toBeCloseTo(accounting.durationMs, 6);
  return accounting.waiting.map(({ on, label, ms, count }) => `${on} ${label}: ${ms} × ${count}`);
};

/** Runs from 1 000 to 1 010, goes on at 1 910 for `cause`, and ends at 2 000. */
const afterOneWait = (operations: Recording['operations'], cause = REPLY): Partial<Recording> => ({
  slices: [slice(1_000, 1_010), slice(1_910, 2_000, 0, cause)],
  operations,
});

describe('a wait is named by', () => {
  it('the operation whose answer woke the execution', () => {
    expect(waitsOf(afterOneWait([operation(A, 1_005, 1_910.2)]))).toEqual([`http ${A}: 900 × 1`]);
  });

  it('the wake cause, when no operation is recorded', () => {
    expect(waitsOf(afterOneWait([]))).toEqual([`network ${WIRE} (TCP): 900 × 1`]);
  });

  it('the wake cause, when an operation ran on the event loop after the wait', () => {
    const operations = [operation(A, 1_910.1, 1_910.3, { isSynchronous: true })];
    expect(waitsOf(afterOneWait(operations))).toEqual([`network ${WIRE} (TCP): 900 × 1`]);
  });

  it('the operation that ended last, of two that overlap', () => {
    const parts = afterOneWait([operation(A, 1_005, 1_500), operation(B, 1_006, 1_910.1)]);
    expect(waitsOf(parts)).toEqual([`http ${B}: 900 × 1`]);
  });

  it('each of two operations, when both woke the execution', () => {
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_500, 1_501, 0, REPLY), slice(1_910, 2_000, 0, REPLY)],
      operations: [operation(A, 1_005, 1_500.1), operation(B, 1_006, 1_910.1)],
    };
    expect(waitsOf(parts)).toEqual([`http ${A}: 490 × 1`, `http ${B}: 409 × 1`]);
  });

  it('the operation whose answer began to arrive, and goes on', () => {
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_500, 1_501, 0, REPLY), slice(1_910, 2_000, 0, REPLY)],
      operations: [operation(A, 1_005, 1_910.1, { answeredAt: 1_500.1 })],
    };
    expect(waitsOf(parts)).toEqual([`http ${A}: 899 × 1`]);
  });

  it('the operation whose connection brought a piece, or was opened', () => {
    const parts = {
      slices: [
        slice(1_000, 1_010),
        slice(1_100, 1_101, 0, REPLY),
        slice(1_500, 1_501, 0, REPLY),
        slice(1_700, 1_701, 0, REPLY),
        slice(1_910, 2_000, 0, REPLY),
      ],
      operations: [operation(A, 1_005, 1_910.1, { answeredAt: 1_500.1 })],
    };
    expect(waitsOf(parts)).toEqual([`http ${A}: 897 × 1`]);
  });

  it('the operation that ended the whole wait, when callbacks ran in between', () => {
    const parts = {
      slices: [
        slice(1_000, 1_010),
        { ...slice(1_300, 1_301, 0, REPLY), isPartial: true as const },
        slice(1_910, 2_000, 0, REPLY),
      ],
      operations: [operation(A, 1_005, 1_910.1)],
    };
    expect(waitsOf(parts)).toEqual([`http ${A}: 899 × 1`]);
  });

  it('the operation that a timer aborted', () => {
    const aborted = operation(A, 1_005, 1_910.1, { failed: 1, answeredAt: undefined });
    expect(waitsOf(afterOneWait([aborted], wake('timer', 'setTimeout')))).toEqual([`http ${A}: 900 × 1`]);
  });

  it('the operation that the execution was waiting for when it ended', () => {
    const parts = {
      spans: nested('Prices.load'),
      slices: [slice(1_000, 1_010, 1)],
      operations: [operation(A, 1_005, 2_000, { ended: false, answeredAt: undefined, span: 1 })],
    };
    expect(waitsOf(parts)).toEqual([`http ${A}: 990 × 1`]);
  });

  it('an operation of a connection without an address', () => {
    expect(waitsOf(afterOneWait([operation(A, 1_005, 1_910.1, { wire: undefined })], wake('other', 'pipe')))).toEqual([
      `http ${A}: 900 × 1`,
    ]);
  });

  it('the sum of operations, beyond those that are kept one by one', () => {
    const parts = {
      slices: [slice(1_000, 1_010), slice(1_500, 1_501, 0, REPLY), slice(1_910, 2_000, 0, REPLY)],
      operations: [operation(A, 1_005, 1_910.1, { calls: 2, totalMs: 900 })],
    };
    expect(waitsOf(parts)).toEqual([`http ${A}: 899 × 2`]);
  });

  it('each of several sums on one connection, by their calls', () => {
    const wakes = [1_100, 1_200, 1_300, 1_400, 1_500, 1_600];
    const parts = {
      slices: [slice(1_000, 1_010), ...wakes.map(at => slice(at, at + 10, 0, REPLY)), slice(1_990, 2_000)],
      operations: [
        operation(A, 1_002, 1_910.1, { calls: 40, totalMs: 900 }),
        operation(B, 1_001, 1_910.1, { calls: 20, totalMs: 900 }),
      ],
    };
    const waits = waitsOf(parts).join(', ');
    expect(waits).toContain(`http ${A}: 360 × 4`);
    expect(waits).toContain(`http ${B}: 180 × 2`);
  });
});

describe('a wait is not named by', () => {
  it.each([
    ['an operation that still runs', operation(A, 1_005, 2_000, { ended: false, answeredAt: undefined })],
    ['an operation that ended long before', operation(A, 1_005, 1_400)],
    ['an operation that ends later', operation(A, 1_005, 1_990)],
  ])('%s, when another connection woke the execution', (_, one) => {
    expect(waitsOf(afterOneWait([one], OTHER_REPLY))).toEqual(['database 10.0.0.9:5432 (PostgreSQL): 900 × 1']);
  });

  it('an operation that ended at the same moment on another connection', () => {
    expect(waitsOf(afterOneWait([operation(A, 1_005, 1_910.1)], OTHER_REPLY))).toEqual([
      'database 10.0.0.9:5432 (PostgreSQL): 900 × 1',
    ]);
  });

  it.each(['timer', 'dns', 'fs', 'threadpool'] as const)('an operation under way, when %s ended it', on => {
    expect(waitsOf(afterOneWait([operation(A, 1_005, 1_950)], wake(on)))).toEqual([`${on} ${on}: 900 × 1`]);
  });

  it('an answer that came right after a timer', () => {
    expect(waitsOf(afterOneWait([operation(A, 1_005, 1_910.1)], wake('timer')))).toEqual(['timer timer: 900 × 1']);
  });

  it('one of several operations that the execution had begun when it ended', () => {
    const open = { ended: false, answeredAt: undefined };
    const parts = {
      slices: [slice(1_000, 1_010)],
      operations: [operation(A, 1_005, 2_000, open), operation(B, 1_006, 2_000, open)],
    };
    expect(waitsOf(parts)).toEqual([]);
  });

  it('an operation, where older slices may be missing', () => {
    expect(waitsOf({ slices: [slice(1_910, 2_000, 0, REPLY)], operations: [operation(A, 1_005, 1_910.1)] })).toEqual(
      [],
    );
  });
});
