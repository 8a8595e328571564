import { describe, expect, it } from '@jest/globals';
import { messageName } from '../../../../lib/boundaries/ws/message-name.js';

describe('messageName', () => {
  it('is the message of the handler, objects as JSON', () => {
    expect(messageName('orders.create')).toBe('ws orders.create');
    expect(messageName(7)).toBe('ws 7');
    expect(messageName(Symbol('x'))).toBe('ws Symbol(x)');
    expect(messageName({ command: 'sum' })).toBe('ws {"command":"sum"}');
    expect(messageName(undefined)).toBe('ws undefined');
  });

  it('is never an error', () => {
    const message: { self?: unknown } = {};
    message.self = message;
    expect(messageName(message)).toBe('ws (unreadable)');
  });
});
