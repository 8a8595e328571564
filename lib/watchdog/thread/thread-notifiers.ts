import type { AlertFiles } from '../../delivery/alert-files.js';
import type { MonitorLogger } from '../../logging/monitor.logger.js';
import type { Notifier } from '../../model/notifier.interface.js';
import { HttpClient } from '../../notifiers/http-client/http-client.js';
import { DEFAULT_TIMING } from '../../notifiers/http-client/http-timing.js';
import { LocalFileNotifier } from '../../notifiers/local-file/local-file.notifier.js';
import { MattermostNotifier } from '../../notifiers/mattermost/mattermost.notifier.js';
import { mattermostOptions } from '../../notifiers/mattermost/mattermost.options.js';
import { WebhookNotifier } from '../../notifiers/webhook/webhook.notifier.js';
import { webhookOptions } from '../../notifiers/webhook/webhook.options.js';
import type { LiveOptions } from '../../options/live-options.js';
import { nodeFileSystem } from '../../platform/file-system.js';

/**
 * The notifiers that work without the application's thread: files and HTTP. E-mail needs the application's package, and its
 * own notifiers need its providers.
 *
 * @internal
 */
export function threadNotifiers(live: LiveOptions, files: AlertFiles, logger: MonitorLogger): Notifier[] {
  const options = live.current;
  const http = new HttpClient(options, DEFAULT_TIMING);
  return [
    ...(options.localFile === false ? [] : [new LocalFileNotifier(live, files, logger, nodeFileSystem)]),
    ...(mattermostOptions.of(options) === false ? [] : [new MattermostNotifier(live, http, files, logger)]),
    ...(webhookOptions.of(options) === false ? [] : [new WebhookNotifier(live, http, files)]),
  ];
}
