import { describe, expect, it } from '@jest/globals';
import { PerformanceMonitorConfigError } from '../../../lib/options/config.error.js';
import type { PerformanceMonitorOptions } from '../../../lib/module/performance-monitor-options.interface.js';
import { resolveOptions } from '../../support/resolve-options.js';

function faultsOf(options: unknown): readonly string[] {
  try {
    resolveOptions(options as PerformanceMonitorOptions);
  } catch (error) {
    if (error instanceof PerformanceMonitorConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('resolveSettings', () => {
  it('needs no options, and freezes the result', () => {
    const resolved = resolveOptions(undefined);
    expect(resolved).toMatchObject({ enabled: true, thresholdMs: 1_000, alertWindowMs: 864_000_000, logLevel: 'info' });
    expect(resolved.recorder).toEqual({
      cpu: true,
      cpuIsExplicit: false,
      samplingIntervalMs: 10,
      spans: 'providers',
      retentionMs: 120_000,
    });
    expect(resolveOptions({ recorder: { cpu: true } }).recorder.cpuIsExplicit).toBe(true);
    expect(resolveOptions({ recorder: { cpu: false } }).recorder.cpuIsExplicit).toBe(false);
    for (const part of [resolved, resolved.recorder, resolved.delivery, resolved.localFile])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it('lists every fault, by the path of its option', () => {
    const faults = faultsOf({
      enabled: 'yes',
      threshold: 'soon',
      alertWindow: -1,
      localFile: { formats: ['pdf'], outputDir: '' },
      recorder: { spans: 'all', samplingInterval: 5_000, cpu: 1, retention: '1ms', typo: 1 },
      logLevel: 'loud',
      treshold: 1,
    }).join('\n');
    const paths = [
      'enabled',
      'threshold',
      'alertWindow',
      'recorder.spans',
      'recorder.samplingInterval',
      'recorder.cpu',
    ];
    for (const path of [
      ...paths,
      'recorder.retention',
      'recorder.typo',
      'logLevel',
      'treshold',
      'localFile.formats',
      'localFile.outputDir',
    ]) {
      expect(faults).toContain(path);
    }
  });

  it.each([
    [{ threshold: 0 }],
    [{ localFile: true }],
    [{ localFile: { formats: [] } }],
    [{ localFile: { outputDir: 'a\0b' } }],
    [5],
    [[]],
  ])('refuses %p', options => expect(faultsOf(options)).toHaveLength(1));
});
