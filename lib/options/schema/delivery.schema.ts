import { duration, integer } from './checks.js';
import { group, option } from './option.js';

/** @internal */
export const deliveryGroup = group({
  queueSize: option(integer(1, 100_000), 1_000, {
    about: 'alerts that wait for one notifier; when there are more, the oldest are dropped and counted',
    variable: 'WPM_DELIVERY_QUEUE_SIZE',
    form: 'number',
  }),
  timeout: option(duration('100ms', '10m'), '30s', {
    about: 'time limit for one delivery by one notifier, retries included',
    variable: 'WPM_DELIVERY_TIMEOUT_MS',
    form: 'milliseconds',
  }),
  shutdownTimeout: option(duration('0ms', '5m'), '5s', {
    about: 'how long the shutdown waits for pending alerts',
    variable: 'WPM_DELIVERY_SHUTDOWN_TIMEOUT_MS',
    form: 'milliseconds',
  }),
});
