import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../lib/diagnosis/diagnose.js';
import type { Recording } from '../../../lib/recorder/recording.interface.js';
import { nested, operation, partsOf, recordingOf, slice, spanOf, wake } from './recordings.js';

const TIMER = wake('timer', 'setTimeout');
const CALL = 'GET pricing:8080/quotes/:id';
const LEFT = { ended: false } as const;
const diagnosisOf = (parts: Partial<Recording>) => diagnose(recordingOf(parts));

/** A handler calls a method, and a timer wakes the handler while the method still waits. */
function timedOut(parts: Partial<Recording> = {}): Partial<Recording> {
  const [root, handler, service] = nested('Orders.find', 'Carrier.quote');
  if (root === undefined || handler === undefined || service === undefined) throw new Error('no spans');
  return {
    spans: [root, { ...handler, kind: 'handler' }, { ...service, ...LEFT }],
    slices: [slice(1_000, 1_010, 1), slice(1_010, 1_020, 2), slice(1_990, 2_000, 1, TIMER)],
    ending: { by: 'timeout', reason: 'RequestTimeoutException' },
    ...parts,
  };
}

describe('the end of an execution', () => {
  it('by a timeout charges the wait to the unfinished operation, and all parts still add up', () => {
    const operations = [operation(CALL, 1_015, 2_000, { span: 2, answeredAt: undefined, ...LEFT })];
    const { endedBy, verdict, accounting } = diagnosisOf(timedOut({ operations }));
    expect(endedBy).toBe('timeout');
    expect(verdict).toMatchObject({ kind: 'io', subject: CALL, ms: 970 });
    expect(verdict.headline).toBe(
      `Gave up after 1.00 s (RequestTimeoutException); Carrier.quote was still waiting for ${CALL}`,
    );
    expect(partsOf(accounting)).toBeCloseTo(1_000, 6);
  });

  it('by a timeout charges the wait to the unfinished method where nothing else is known', () => {
    const { verdict } = diagnosisOf(timedOut());
    expect(verdict).toMatchObject({ kind: 'await', subject: 'Carrier.quote' });
    expect(verdict.headline).toBe('Gave up after 1.00 s (RequestTimeoutException); Carrier.quote was still waiting');
  });

  it('is not there while it hangs: the wait that goes on is named', () => {
    const [root, handler, service] = nested('Orders.find', 'Carrier.quote');
    if (root === undefined || handler === undefined || service === undefined) throw new Error('no spans');
    const operations = [operation(CALL, 1_015, 2_000, { span: 2, answeredAt: undefined, ...LEFT })];
    const parts: Partial<Recording> = {
      spans: [root, { ...handler, kind: 'handler', ...LEFT }, { ...service, ...LEFT }],
      slices: [slice(1_000, 1_010, 1), slice(1_010, 1_020, 2)],
      ending: { isStuck: true, isAborted: true },
    };
    const { endedBy, verdict, accounting } = diagnosisOf({ ...parts, operations });
    expect(endedBy).toBeUndefined();
    expect(verdict).toMatchObject({ kind: 'io', subject: CALL, ms: 980 });
    expect(verdict.headline).toBe(`Still running after 1.00 s; Carrier.quote is waiting for ${CALL}`);
    expect(partsOf(accounting)).toBeCloseTo(1_000, 6);
    expect(diagnosisOf(parts).verdict.headline).toBe('Still running after 1.00 s; Carrier.quote is waiting');
    // Longer than the recorder keeps its data.
    const older = diagnosisOf({ ...parts, operations, slices: [], awaitsInput: true, inputReceivedAt: 1_005 });
    expect(older.verdict.headline).toBe(`Still running after 1.00 s; Carrier.quote is waiting for ${CALL}`);
    const busy = diagnosisOf({ ...parts, slices: [slice(1_000, 1_500, 1), slice(1_500, 1_990, 2)] });
    expect(busy.verdict.headline).toMatch(/^Still running after 1\.00 s; /);
    expect(busy.verdict.kind).toBe('cpu');
  });

  it('is not there while it hangs: without a log nothing shows that it waits', () => {
    const { verdict, accounting } = diagnosisOf({ slices: [], ending: { isStuck: true, isAborted: true } });
    expect(verdict.kind).toBe('unexplained');
    expect(verdict.headline).toMatch(/^Still running after 1\.00 s; /);
    expect(accounting.unexplainedMs).toBe(1_000);
  });

  it('by a client that stops to send its body is a wait for the body in the method that reads it', () => {
    const [root, handler, service] = nested('Uploads.create', 'Storage.store');
    if (root === undefined || handler === undefined || service === undefined) throw new Error('no spans');
    const CLIENT = wake('client', 'client');
    const { endedBy, verdict } = diagnosisOf({
      spans: [root, { ...handler, kind: 'handler' }, { ...service, ...LEFT }],
      slices: [slice(1_000, 1_010, 2), slice(1_400, 1_410, 2, CLIENT), slice(1_990, 2_000, 2, CLIENT)],
      awaitsInput: true,
      ending: { by: 'client', isAborted: true },
    });
    expect(endedBy).toBe('client');
    expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'request body' });
  });

  it('by a failure after a timer is a timeout when work was left', () => {
    const { endedBy, verdict } = diagnosisOf(timedOut({ ending: {} }));
    expect(endedBy).toBe('timeout');
    expect(verdict.headline).toBe('Gave up after 1.00 s; Carrier.quote was still waiting');
  });

  it('is no timeout when another reply came last', () => {
    const slices = [
      slice(1_000, 1_010, 1),
      slice(1_010, 1_020, 2),
      slice(1_990, 2_000, 1, wake('http', 'up:80 (HTTP)')),
    ];
    const { endedBy, verdict } = diagnosisOf(timedOut({ slices }));
    expect(endedBy).toBeUndefined();
    expect(verdict.headline).not.toContain('Gave up');
  });

  it('is no timeout when the work that was left began before an earlier pause', () => {
    const slices = [
      slice(1_000, 1_010, 1),
      slice(1_010, 1_020, 2),
      slice(1_490, 1_500, 1, TIMER),
      slice(1_990, 2_000, 1, TIMER),
    ];
    const { endedBy, verdict } = diagnosisOf(timedOut({ slices, ending: {} }));
    expect(endedBy).toBeUndefined();
    expect(verdict.headline).not.toContain('Gave up');
  });

  it('by the timer of a call is a wait of the method that waited, not for the timer', () => {
    const slices = [slice(1_000, 1_020, 2), slice(1_990, 2_000, 2, TIMER)];
    const spans = nested('Orders.find', 'Carrier.quote');
    const ending = { by: 'timeout', reason: 'TimeoutError', isTimersOwn: true } as const;
    expect(diagnosisOf({ spans, slices, ending }).verdict).toMatchObject({
      kind: 'await',
      headline: 'Gave up after 1.00 s (TimeoutError); Carrier.quote was still waiting',
    });
    // A pause of the application, whose exception is the application's own answer.
    const polled = diagnosisOf({ spans, slices, ending: { by: 'timeout', reason: 'GatewayTimeoutException' } });
    expect(polled.verdict).toMatchObject({ kind: 'timer', subject: 'Carrier.quote' });
    expect(polled.endedBy).toBe('timeout');
  });

  it('contains the largest cause, too, when that is another one', () => {
    const slices = [
      slice(1_000, 1_010, 1),
      slice(1_600, 1_610, 1, wake('database', 'db:5432 (PostgreSQL)')),
      slice(1_610, 1_620, 2),
      slice(1_990, 2_000, 1, TIMER),
    ];
    const spans = timedOut().spans?.map((span, index) => (index === 2 ? { ...span, start: 1_610 } : span));
    expect(diagnosisOf(timedOut({ slices, spans })).verdict.headline).toBe(
      'Gave up after 1.00 s (RequestTimeoutException); Carrier.quote was still waiting, 370 ms (37 %); 590 ms (59 %) waiting for db:5432 (PostgreSQL) in Orders.find',
    );
  });

  it('by the client charges the wait to the open work, also when its code ran once more', () => {
    const operations = [operation(CALL, 1_015, 1_996, { span: 2, failed: 1, answeredAt: undefined })];
    const slices = [slice(1_000, 1_020, 2), slice(1_990, 2_000, 1, wake('client'))];
    const ending = { by: 'client', isAborted: true } as const;
    const { endedBy, verdict } = diagnosisOf(timedOut({ slices, operations, ending }));
    expect(endedBy).toBe('client');
    expect(verdict).toMatchObject({ kind: 'io', subject: CALL, ms: 970 });
    expect(verdict.headline).toBe(`The client left after 1.00 s; Carrier.quote was still waiting for ${CALL}`);
  });

  it('by the client before a handler was called is a wait of the request itself', () => {
    const ending = { by: 'client', isAborted: true, isUnhandled: true } as const;
    const { verdict, accounting } = diagnosisOf({ slices: [slice(1_000, 1_010)], ending });
    expect(verdict).toMatchObject({ kind: 'await', subject: 'GET /orders' });
    expect(verdict.headline).toBe('The client left after 1.00 s; it was still waiting, before its handler was called');
    expect(accounting.unexplainedMs).toBe(0);
  });

  it('by the client during the answer leaves the waits unchanged', () => {
    const ending = { by: 'client', isAborted: true, isAnswering: true } as const;
    const slices = [slice(1_000, 1_010), slice(1_900, 1_910, 0, wake('client'))];
    const { verdict } = diagnosisOf({ slices, ending });
    expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'response' });
    expect(verdict.headline).toBe(
      'The client left after 1.00 s; 890 ms (89 %) waiting for the client to take the response',
    );
  });

  it.each([
    [{ by: 'shutdown', isAborted: true } as const, 'The server shut down after 1.00 s; '],
    [{ by: 'timeout', isAborted: true } as const, 'The server closed the connection after 1.00 s; '],
  ])('by the server names it: %j', (ending, begin) => {
    const { verdict, endedBy } = diagnosisOf(timedOut({ slices: [slice(1_000, 1_020, 2)], ending }));
    expect(endedBy).toBe(ending.by);
    expect(verdict.headline).toBe(`${begin}Carrier.quote was still waiting`);
  });

  it('by itself has no party', () => {
    const { endedBy, verdict } = diagnosisOf(timedOut({ ending: undefined }));
    expect(endedBy).toBeUndefined();
    expect(verdict).toMatchObject({ kind: 'timer', subject: 'Orders.find' });
  });

  it('stays cheap for many failed operations and timers', () => {
    const spans = [...nested('Orders.find'), spanOf('Carrier.quote', 1, 1_000, 2_000, LEFT)];
    const operations = Array.from({ length: 1_000 }, (_, i) =>
      operation(`${CALL}${i}`, 1_000, 1_001, { span: 1, failed: 1 }),
    );
    const slices = Array.from({ length: 20_000 }, (_, i) => slice(1_000 + i * 2, 1_001 + i * 2, 1, TIMER));
    const { accounting } = diagnosisOf({ spans, operations, slices, ending: {}, end: 41_000 });
    expect(partsOf(accounting)).toBeCloseTo(40_000, 3);
  });
});
