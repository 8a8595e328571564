import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MonitorLogger } from '../../../lib/logging/monitor.logger.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import { optionsOf } from '../alerts/fixtures.js';

const MINUTE = 60_000;

describe('MonitorLogger', () => {
  const lines: string[] = [];
  let now = 0;

  beforeEach(() => {
    lines.length = 0;
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const write = (message: unknown): void => void lines.push(String(message));
    Logger.overrideLogger({ log: write, warn: write, error: write, debug: write });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    Logger.overrideLogger(false);
  });

  const loggerWith = (part: Partial<ResolvedOptions> = {}): MonitorLogger => {
    const live = new LiveOptions(optionsOf(part));
    return new MonitorLogger(live, new Redactor(live));
  };

  it('masks secrets', () => {
    const logger = loggerWith();
    logger.warn('refused: token=hunter2');
    logger.failure('A report could not be sent', new Error('password=hunter2'));
    expect(lines).toEqual(['refused: token=[REDACTED]', 'A report could not be sent: password=[REDACTED]']);
  });

  it('logs the same failure once a minute', () => {
    const logger = loggerWith();
    for (now = 0; now < MINUTE; now += MINUTE / 4) logger.failure('A report could not be sent', 'first');
    logger.failure('A claim could not be taken', 'other');
    now = MINUTE;
    logger.failure('A report could not be sent', 'second');
    expect(lines).toEqual([
      'A report could not be sent: first',
      'A claim could not be taken: other',
      'A report could not be sent: second',
    ]);
  });

  it.each([
    ['silent', []],
    ['error', ['failed: reason']],
    ['warn', ['warn', 'failed: reason']],
    ['info', ['info', 'warn', 'failed: reason']],
    ['debug', ['debug', 'info', 'warn', 'failed: reason']],
  ] as const)('follows the log level %s', (logLevel, expected) => {
    const logger = loggerWith({ logLevel });
    logger.debug('debug');
    logger.info('info');
    logger.warn('warn');
    logger.failure('failed', 'reason');
    expect(lines).toEqual(expected);
  });

  it('never throws, even when the logger of the application does', () => {
    const fail = (): never => {
      throw new Error('broken logger');
    };
    Logger.overrideLogger({ log: fail, warn: fail, error: fail, debug: fail });
    const logger = loggerWith({ logLevel: 'debug' });
    expect(() => logger.info('info')).not.toThrow();
    expect(() => logger.failure('failed', 'reason')).not.toThrow();
  });
});
