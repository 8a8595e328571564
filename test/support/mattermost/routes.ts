import { isId, newId, Refusal, runesOf, type Post } from './model.js';
import { readUpload } from './multipart.js';
import type { ServerState } from './state.js';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Creates the post without its files. */
  readonly dropFiles: boolean;
}

export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes?: Buffer;
}

/** The effective limit of `file_ids`: 300 characters of JSON. */
const MAX_FILE_IDS = 10;
const MAX_PROPS_RUNES = 800_000;
/** The server accepts this much more than its limit. */
const SLACK_BYTES = 512;

/** The part of the REST interface that a bot needs. */
export function api(state: ServerState, request: Request): Answer {
  const user = state.userOf(request.headers.authorization);
  const [resource, id] = request.path.slice('/api/v4/'.length).split('/');
  const route = `${request.method} ${resource}`;
  if (route === 'GET users' && id === 'me') return { status: 200, json: user };
  if (route === 'GET channels' && id !== undefined) {
    if (!isId(id)) throw new Refusal(400, 'api.context.invalid_url_param.app_error');
    state.channelOf(id);
    return { status: 200, json: state.mustReach(user, id, 'read') };
  }
  if (route === 'POST files' && id === undefined) return upload(state, request);
  if (route === 'GET files' && id !== undefined) return download(state, id);
  if (route === 'POST posts' && id === undefined) return createPost(state, request);
  throw new Refusal(404, 'api.context.404.app_error');
}

function createPost(state: ServerState, request: Request): Answer {
  const user = state.userOf(request.headers.authorization);
  const given = readJson(state, request);
  const pendingId = text(given.pending_post_id);
  const before = state.pending.begin(pendingId);
  if (before !== undefined) return { status: 201, json: { ...before, pending_post_id: '' } };
  let post: Post | undefined;
  try {
    if (given.id !== undefined) throw new Refusal(400, 'api.context.invalid_body_param.app_error', 'id');
    const channelId = text(given.channel_id);
    const channel = state.mustReach(user, channelId, 'post');
    if (channel.delete_at > 0) throw new Refusal(400, 'api.post.create_post.can_not_post_to_deleted.error');
    const message = text(given.message);
    const props = (given.props ?? {}) as Post['props'];
    const fileIds = (given.file_ids ?? []) as string[];
    checkPost(state, message, props, fileIds);
    const attached = request.dropFiles ? [] : fileIds.filter(each => attach(state, each, user.id, channelId));
    post = {
      id: newId(),
      create_at: Date.now(),
      user_id: user.id,
      channel_id: channelId,
      message,
      props,
      file_ids: attached,
    };
    for (const each of attached) {
      const file = state.files.get(each);
      if (file !== undefined) file.post_id = post.id;
    }
    state.posts.push(post);
  } finally {
    state.pending.end(pendingId, post);
  }
  const files = post.file_ids.map(each => infoOf(state, each));
  return {
    status: 201,
    json: { ...post, pending_post_id: pendingId, metadata: files.length > 0 ? { files } : {} },
  };
}

function checkPost(state: ServerState, message: string, props: unknown, fileIds: readonly string[]): void {
  if (message === '' && fileIds.length === 0) throw new Refusal(400, 'api.context.invalid_body_param.app_error');
  if (runesOf(message) > state.limits.messageRunes) {
    throw new Refusal(400, 'model.post.is_valid.message_length.app_error');
  }
  if (fileIds.length > MAX_FILE_IDS) throw new Refusal(400, 'model.post.is_valid.file_ids.app_error');
  if (runesOf(JSON.stringify(props)) > MAX_PROPS_RUNES) throw new Refusal(400, 'model.post.is_valid.props.app_error');
}

/** Leaves out files of another user, of another channel, or of another post, without an error. */
function attach(state: ServerState, id: string, userId: string, channelId: string): boolean {
  const file = state.files.get(id);
  return file?.user_id === userId && file.channel_id === channelId && file.post_id === undefined;
}

function upload(state: ServerState, request: Request): Answer {
  const user = state.userOf(request.headers.authorization);
  if (!state.settings.fileAttachments) throw new Refusal(403, 'api.file.attachments.disabled.app_error');
  if (request.body.length === 0) throw new Refusal(400, 'api.file.upload_file.read_request.app_error');
  if (request.body.length > state.limits.fileBytes + SLACK_BYTES) {
    throw new Refusal(413, 'api.file.upload_file.too_large_detailed.app_error');
  }
  const contentType = request.headers['content-type'] ?? '';
  const form = contentType.startsWith('multipart/form-data')
    ? readUpload(request.body, contentType)
    : {
        channelId: request.query.get('channel_id') ?? '',
        clientIds: request.query.getAll('client_id'),
        files: [{ name: request.query.get('filename') ?? '', mimeType: contentType, bytes: request.body }],
      };
  if (!isId(form.channelId)) throw new Refusal(400, 'api.context.invalid_body_param.app_error', 'channel_id');
  state.mustReach(user, form.channelId, 'post');
  const ids = form.files.map(({ name, mimeType, bytes }) => {
    if (bytes.length > state.limits.fileBytes) {
      throw new Refusal(413, 'api.file.upload_file.too_large_detailed.app_error');
    }
    const id = newId();
    state.files.set(id, { id, user_id: user.id, channel_id: form.channelId, name, mimeType, bytes });
    return id;
  });
  return { status: 201, json: { file_infos: ids.map(id => infoOf(state, id)), client_ids: form.clientIds } };
}

/** Files that could run in a browser are served as text, for saving. */
function download(state: ServerState, id: string): Answer {
  const file = state.files.get(id);
  if (file === undefined) throw new Refusal(404, 'app.file_info.get.app_error');
  return {
    status: 200,
    bytes: file.bytes,
    headers: {
      'content-type': /html|script/.test(file.mimeType) ? 'text/plain' : file.mimeType,
      'content-disposition': `attachment;filename="${file.name}"`,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  };
}

function infoOf(state: ServerState, id: string): object {
  const file = state.files.get(id);
  if (file === undefined) throw new Refusal(404, 'app.file_info.get.app_error');
  const { user_id, channel_id, name, mimeType, bytes } = file;
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return { id, user_id, channel_id, name, extension, size: bytes.length, mime_type: mimeType, delete_at: 0 };
}

export function readJson(state: ServerState, request: Request): Record<string, unknown> {
  if (request.body.length > state.limits.payloadBytes + SLACK_BYTES) {
    throw new Refusal(413, 'api.context.request_body_too_large.app_error');
  }
  try {
    return JSON.parse(request.body.toString()) as Record<string, unknown>;
  } catch {
    throw new Refusal(400, 'api.context.invalid_body_param.app_error');
  }
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
