import type { CheckedOptions } from './options.schema.js';
import type { ResolvedOptions } from './resolved-options.interface.js';
import type { Setting } from './sources/settings.js';

/**
 * Gives checked options the names and units that everything downstream reads, and freezes them.
 *
 * @internal
 */
export function buildOptions(checked: CheckedOptions, values: ReadonlyMap<string, Setting>): ResolvedOptions {
  const { recorder, delivery } = checked;
  return Object.freeze({
    ...frozen({
      enabled: checked.enabled,
      thresholdMs: checked.threshold,
      alertWindowMs: checked.alertWindow,
      maxOverhead: checked.maxOverhead,
      localFile: localFileOf(checked.localFile),
      mattermost: mattermostOf(checked.mattermost),
      webhook: webhookOf(checked.webhook),
      digest: digestOf(checked.digest),
      http: { ca: checked.http.ca, rejectUnauthorized: checked.http.rejectUnauthorized },
      escalation: checked.escalation,
      capture: checked.capture,
      recorder: {
        cpu: recorder.cpu,
        cpuIsAsked: values.get('recorder.cpu')?.value === true,
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
    // Patterns, cache and transport are other people's objects: they are not frozen.
    include: Object.freeze([...checked.include]),
    exclude: Object.freeze([...checked.exclude]),
    email: emailOf(checked.email),
    cache: checked.cache,
    fingerprint: checked.fingerprint,
  });
}

function localFileOf(given: CheckedOptions['localFile']): ResolvedOptions['localFile'] {
  if (given === false) return false;
  const { maxAge, maxFiles, maxBytes } = given.retention;
  return {
    outputDir: given.outputDir,
    formats: given.formats,
    retention: { maxAgeMs: maxAge, maxFiles, maxBytes },
  };
}

function mattermostOf(given: CheckedOptions['mattermost']): ResolvedOptions['mattermost'] {
  if (given === false) return false;
  const { serverUrl, token, channelId, webhookUrl, maxRetries } = given;
  if (webhookUrl !== undefined) return { kind: 'webhook', webhookUrl, maxRetries };
  if (serverUrl === undefined || token === undefined || channelId === undefined) return false;
  return { kind: 'bot', serverUrl, token, channelId, maxRetries };
}

function webhookOf(given: CheckedOptions['webhook']): ResolvedOptions['webhook'] {
  if (given === false || given.url === undefined) return false;
  const { url, secret, format, headers, maxRetries } = given;
  return { url, secret, format, headers: { ...headers }, maxRetries };
}

function emailOf(given: CheckedOptions['email']): ResolvedOptions['email'] {
  if (given === false) return false;
  const { transport, from, to, attach } = given;
  if (transport === undefined || from === undefined || to === undefined) return false;
  return Object.freeze({ transport, from, to: Object.freeze([...to]), attach });
}

function digestOf(given: CheckedOptions['digest']): ResolvedOptions['digest'] {
  return given === false ? false : { cron: given.cron, timeZone: given.timeZone };
}

function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner);
  return Object.freeze(value);
}
