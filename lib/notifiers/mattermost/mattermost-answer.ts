import { jsonObject } from '../http-client/json-object.js';
import type { HttpAnswer } from '../http-client/read-answer.js';
import { AttemptError } from '../http-client/retries.js';
import { isRedirect, redirectTarget, refusedAnswer } from '../http-client/refused-answer.js';

type Todo = "read the bot's account" | 'read the channel' | 'upload the report' | 'post';

/** The id of a server's error. The error's message is in the language of the server and is left out. */
const ERROR_ID = /^[a-z][\w.]{2,120}$/;

/**
 * Returns the JSON of a successful answer.
 *
 * @param kind the form of the options that contain the address and the secret
 * @throws AttemptError with the remedy
 * @internal
 */
export function mattermostAnswer(
  answer: HttpAnswer,
  url: URL,
  kind: 'bot' | 'webhook',
  todo: Todo,
): Record<string, unknown> {
  const json = jsonObject(answer.text);
  const { status } = answer;
  if (status >= 200 && status < 300) {
    // A page of HTML is a sign-in page, or another server.
    if (answer.contentType === 'text/html') {
      throw new AttemptError(`${url.host} answers with a web page, not like Mattermost: ${checkAddress(kind)}`, {
        retry: false,
        permanent: true,
      });
    }
    return json ?? {};
  }
  const id = typeof json?.id === 'string' && ERROR_ID.test(json.id) ? json.id : undefined;
  const what = `${status}${id === undefined ? '' : ` ${id}`}: ${remedy(answer, url, kind, id)}`;
  throw refusedAnswer(answer, `Mattermost could not ${todo}, ${what}`, id !== undefined);
}

function remedy(answer: HttpAnswer, url: URL, kind: 'bot' | 'webhook', id = ''): string {
  const { status } = answer;
  if (isRedirect(status)) return `${url.host} redirects to ${redirectTarget(answer, url)}: ${checkAddress(kind)}`;
  if (id.includes('attachments.disabled'))
    return 'file attachments are switched off on the server: allow them (FileSettings.EnableFileAttachments)';
  if (id.includes('deleted')) return 'the channel is archived: restore it, or set mattermost.channelId to another';
  switch (status) {
    case 401:
      return 'the token is wrong or revoked: create a token for the bot, and set mattermost.token to it';
    case 403:
      return kind === 'bot'
        ? 'the bot may not do that: add the bot to the team and the channel'
        : 'the webhook may not post there: unlock it from its channel, or add its owner to the channel';
    case 400:
      return kind === 'webhook'
        ? 'the webhook is unknown or was deleted: create one, and set mattermost.webhookUrl to its URL'
        : 'the server did not accept the request';
    case 404:
      return kind === 'bot'
        ? 'no such channel, or no Mattermost at this address: check mattermost.channelId (26 letters and digits) and mattermost.serverUrl'
        : 'no such channel, or no Mattermost at this address: check mattermost.webhookUrl';
    case 413:
      return 'the request is too large for the server or a proxy: raise FileSettings.MaxFileSize, ServiceSettings.MaximumPayloadSizeBytes or the limit of the proxy';
    case 429:
      return "the server's rate limit was reached: raise RateLimitSettings, or send fewer alerts";
    case 501:
      return kind === 'webhook'
        ? 'incoming webhooks are switched off on the server: allow them (ServiceSettings.EnableIncomingWebhooks)'
        : 'the server is not set up for that: check its log';
    default:
      return 'the server or a proxy failed: check its log';
  }
}

function checkAddress(kind: 'bot' | 'webhook'): string {
  return `check mattermost.${kind === 'bot' ? 'serverUrl' : 'webhookUrl'}`;
}
