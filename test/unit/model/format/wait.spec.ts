import { describe, expect, it } from '@jest/globals';
import { waitText } from '../../../../lib/model/format/wait.js';

describe('waitText', () => {
  it.each([
    ['database', '127.0.0.1:5432', '127.0.0.1:5432 (database)'],
    ['threadpool', 'scrypt', 'scrypt (thread pool)'],
    ['await', 'OrdersService.load', 'await OrdersService.load'],
  ] as const)('adds the name of the kind: %s, %s', (on, label, text) => expect(waitText({ on, label })).toBe(text));

  it.each([
    ['database', '127.0.0.1:5432 (PostgreSQL)'],
    ['fs', 'File system'],
  ] as const)('leaves a label unchanged that contains it: %s, %s', (on, label) =>
    expect(waitText({ on, label })).toBe(label),
  );
});
