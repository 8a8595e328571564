import type { HttpAnswer } from '../http/read-answer.js';
import { AttemptError } from '../http/retries.js';
import { isRedirect, redirectTarget, refusedAnswer } from '../http/refused-answer.js';

type Todo = 'ask who it is' | 'read the channel' | 'upload the report' | 'post';

/** An error's id as the server writes it; its message is in the language of the server, and is told to nobody. */
const ERROR_ID = /^[a-z][\w.]{2,120}$/;

/**
 * What the server answered, when it is a success.
 *
 * @param kind which setting the address and the secret come from
 * @throws AttemptError that says what to do
 * @internal
 */
export function mattermostAnswer(
  answer: HttpAnswer,
  url: URL,
  kind: 'bot' | 'webhook',
  todo: Todo,
): Record<string, unknown> {
  const json = jsonOf(answer);
  const { status } = answer;
  if (status >= 200 && status < 300) {
    // A page of HTML is a sign-in page, or the server of something else.
    if (answer.contentType === 'text/html') {
      throw new AttemptError(`${url.host} answers with a web page and not as Mattermost does: ${checkAddress(kind)}`, {
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
        : 'the webhook may not post there: unlock it from its channel, or let its owner into the channel';
    case 400:
      return kind === 'webhook'
        ? 'the webhook is unknown or was deleted: create one, and set mattermost.webhookUrl to its URL'
        : 'it did not accept the request';
    case 404:
      return kind === 'bot'
        ? 'no such channel, or no Mattermost at this address: check mattermost.channelId (26 letters and digits) and mattermost.serverUrl'
        : 'no such channel, or no Mattermost at this address: check mattermost.webhookUrl';
    case 413:
      return 'it is too large for the server, or for a proxy before it: raise FileSettings.MaxFileSize, ServiceSettings.MaximumPayloadSizeBytes or the limit of the proxy';
    case 429:
      return "the server's rate limit was reached: raise RateLimitSettings, or alert less";
    case 501:
      return kind === 'webhook'
        ? 'incoming webhooks are switched off on the server: allow them (ServiceSettings.EnableIncomingWebhooks)'
        : 'the server is not set up for that: look at its log';
    default:
      return 'the server, or a proxy before it, is in trouble: look at its log';
  }
}

function checkAddress(kind: 'bot' | 'webhook'): string {
  return `check mattermost.${kind === 'bot' ? 'serverUrl' : 'webhookUrl'}`;
}

/** Whether there is an object in the answer; a truncated one is none, whatever its status says. */
function jsonOf({ text }: HttpAnswer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
