import { newId, Refusal, type Attachment, type Post } from './model.js';
import { readJson, text, type Answer, type Request } from './routes.js';
import type { ServerState } from './state.js';

/** `POST /hooks/<id>`: the address is the secret. Long texts become several posts, without an error. */
export function incomingWebhook(state: ServerState, request: Request): Answer {
  if (!state.settings.incomingWebhooks) throw new Refusal(501, 'web.incoming_webhook.disabled.app_error');
  const hook = state.hooks.get(request.path.slice('/hooks/'.length));
  if (hook === undefined) throw new Refusal(400, 'web.incoming_webhook.invalid.app_error');
  if (hook.locked) throw new Refusal(403, 'web.incoming_webhook.channel_locked.app_error');
  const given = readJson(state, asJson(request));
  const message = slackText(text(given.text));
  const attachments = (given.attachments ?? []) as Attachment[];
  if (message === '' && attachments.length === 0) throw new Refusal(400, 'web.incoming_webhook.text.app_error');
  if (text(given.type).startsWith('system_')) throw new Refusal(400, 'web.incoming_webhook.type.app_error');
  const runes = [...message];
  const { messageRunes } = state.limits;
  for (let at = 0; at === 0 || at < runes.length; at += messageRunes) {
    const part = runes.slice(at, at + messageRunes).join('');
    state.posts.push(postOf(hook.channelId, part, at === 0 ? attachments.map(rewritten) : []));
  }
  return { status: 200, text: 'ok' };
}

/** A form with the JSON in one field. */
function asJson(request: Request): Request {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return request;
  return { ...request, body: Buffer.from(new URLSearchParams(request.body.toString()).get('payload') ?? '') };
}

function postOf(channelId: string, message: string, attachments: readonly Attachment[]): Post {
  return {
    id: newId(),
    create_at: Date.now(),
    user_id: newId(),
    channel_id: channelId,
    message,
    props: { attachments, from_webhook: 'true' },
    file_ids: [],
  };
}

function rewritten(attachment: Attachment): Attachment {
  const { text: given, pretext } = attachment;
  return {
    ...attachment,
    ...(given !== undefined && { text: slackText(given) }),
    ...(pretext !== undefined && { pretext: slackText(pretext) }),
  };
}

/** Converts Slack's mentions and links into Mattermost's own. User data must not contain them. */
export function slackText(given: string): string {
  return given
    .replaceAll('<!channel>', '@channel')
    .replaceAll('<!here>', '@here')
    .replaceAll('<!all>', '@all')
    .replace(/<([^<|]+)\|([^>]+)>/g, '[$2]($1)')
    .replace(/<((?:https?|mailto):[^<>|]+)>/g, '$1');
}
