import { describe, expect, it } from '@jest/globals';
import { eventNames } from '../../../../lib/boundaries/event/event-names.js';

describe('eventNames', () => {
  it.each([
    [[{ event: 'order.created' }], 'order.created'],
    [{ event: 'order.created' }, 'order.created'],
    [[{ event: ['order', '*'] }], 'order.*'],
    [[{ event: Symbol('stopped') }], 'stopped'],
    [[{ event: 'b' }, { event: 'a' }, { event: 'b' }], 'a, b'],
    [[{ event: 'd' }, { event: 'c' }, { event: 'b' }, { event: 'a' }], 'a, b, c, …'],
    [[{ event: 'x'.repeat(500) }], 'x'.repeat(80)],
    [undefined, undefined],
    [[{ event: 7 }], undefined],
  ])('of %j are %j', (metadata, names) => {
    expect(eventNames(metadata)).toBe(names);
  });
});
