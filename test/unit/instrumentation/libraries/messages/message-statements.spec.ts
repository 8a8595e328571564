import { describe, expect, it } from '@jest/globals';
import { MessageStatements } from '../../../../../lib/instrumentation/libraries/messages/message-statements.js';

describe('MessageStatements', () => {
  it('gives equal messages one object', () => {
    const statements = new MessageStatements('network', 'nats', 'mq:4222');
    const statement = statements.of('send', 'orders.find');
    expect(statement).toEqual({ on: 'network', system: 'nats', text: 'send orders.find', peer: 'mq:4222' });
    expect(statements.of('send', 'orders.find')).toBe(statement);
    expect(statements.of('emit', 'orders.find')).not.toBe(statement);
  });

  it('has a bounded number of names, of a bounded length', () => {
    const statements = new MessageStatements('network', 'nats', '');
    const texts = new Set(Array.from({ length: 150 }, (_, n) => statements.of('send', `orders.x${n}`).text));
    expect(texts.size).toBe(101);
    expect(texts).toContain('send *');
    expect(statements.of('send', 'orders.x7').text).toBe('send orders.x7');
    expect(statements.of('emit', 'late')).toBe(statements.of('emit', 'later'));
    expect(new MessageStatements('network', 'nats', '').of('send', 'x'.repeat(500)).text.length).toBeLessThan(130);
  });
});
