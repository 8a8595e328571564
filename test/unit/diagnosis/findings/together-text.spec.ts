import { describe, expect, it } from '@jest/globals';
import { togetherText } from '../../../../lib/diagnosis/findings/together-text.js';
import type { Wait } from '../../../../lib/diagnosis/timeline/phases.js';

const textOf = (wait: Wait): string => togetherText(wait, 31);

describe('togetherText', () => {
  it('states the time of the same calls in one, or at once', () => {
    expect(textOf({ on: 'database', label: 'SELECT * FROM prices WHERE sku = ?', isOperation: true })).toBe(
      '; in one query or at once they would take about 31 ms',
    );
    expect(textOf({ on: 'cache', label: 'GET price:*', isOperation: true })).toBe(
      '; in one command or at once they would take about 31 ms',
    );
    expect(textOf({ on: 'http', label: 'pricing:80 (HTTP)' })).toBe('; at once they would take about 31 ms');
  });

  it('is empty where the calls are not known, or cannot be made together', () => {
    expect(textOf({ on: 'database', label: 'db:5432 (PostgreSQL)' })).toBe('');
    expect(textOf({ on: 'database', label: 'COMMIT', isOperation: true })).toBe('');
    expect(textOf({ on: 'fs', label: 'fs' })).toBe('');
  });
});
