import type { CheckedOptions, OptionCatalog } from './catalog/option-catalog.js';
import type { PartValue, ResolvedOptions } from './resolved-options.interface.js';
import { frozen } from './schema/frozen.js';
import type { Setting } from './sources/settings.js';
import { memberAt } from './member-at.js';

/**
 * Gives checked options the names and units that the other rooms read, and freezes them.
 *
 * @internal
 */
export function buildOptions(
  catalog: OptionCatalog,
  checked: CheckedOptions,
  values: ReadonlyMap<string, Setting>,
): ResolvedOptions {
  const { recorder, delivery } = checked;
  const common: Omit<ResolvedOptions, 'localFile' | 'store'> = {
    ...frozen({
      enabled: checked.enabled,
      thresholdMs: checked.threshold,
      stuckAfterMs: checked.stuckAfter,
      queueThresholdMs: checked.queueThreshold,
      blockedAfterMs: checked.blockedAfter,
      alertWindowMs: checked.alertWindow,
      maxOverhead: checked.maxOverhead,
      escalation: checked.escalation,
      capture: checked.capture,
      recorder: {
        cpu: recorder.cpu,
        cpuIsExplicit: values.get('recorder.cpu')?.value === true,
        samplingIntervalMs: recorder.samplingInterval,
        spans: recorder.spans,
        retentionMs: recorder.retention,
      },
      delivery: {
        queueSize: delivery.queueSize,
        timeoutMs: delivery.timeout,
        shutdownTimeoutMs: delivery.shutdownTimeout,
      },
      strict: checked.strict,
      logLevel: checked.logLevel,
    }),
    // Patterns, cache and pool belong to the application. They are not frozen.
    include: Object.freeze([...checked.include]),
    exclude: Object.freeze([...checked.exclude]),
    cache: checked.cache,
    fingerprint: checked.fingerprint,
    metrics: checked.metrics,
    explainLocks: checked.explainLocks,
    partValues: Object.freeze(partValues(catalog, checked)),
  };
  // `localFile` and `store` are parts.
  return Object.freeze({ ...common, ...catalog.resolveParts(checked) }) as unknown as ResolvedOptions;
}

function partValues({ list, parts }: OptionCatalog, checked: CheckedOptions): PartValue[] {
  return list
    .filter(({ path }) => parts.some(({ option }) => path.startsWith(`${option}.`)))
    .map(({ path, facts }) => ({
      name: path.slice(path.lastIndexOf('.') + 1),
      value: memberAt(checked, path).value,
      secret: facts.secret === true && facts.opaque !== true,
    }))
    .filter(({ value }) => value !== undefined);
}
