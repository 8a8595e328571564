import { describe, expect, it } from '@jest/globals';
import { isStreamType } from '../../../../lib/boundaries/http/event-stream.js';

describe('isStreamType()', () => {
  it.each([
    'text/event-stream',
    'text/event-stream; charset=utf-8',
    'TEXT/Event-Stream;charset=utf-8',
    'application/x-ndjson',
    'application/jsonl',
  ])('is true for %s', type => {
    expect(isStreamType(type)).toBe(true);
  });

  it.each(['application/json', 'text/event-streams', 'text/html; x=text/event-stream', '', undefined, 7, ['a']])(
    'is false for %p',
    type => {
      expect(isStreamType(type)).toBe(false);
    },
  );

  it('is right also for types that the map does not keep', () => {
    for (let i = 0; i < 300; i += 1) expect(isStreamType(`text/x${i}`)).toBe(false);
    expect(isStreamType('text/event-stream; charset=latin1')).toBe(true);
  });
});
