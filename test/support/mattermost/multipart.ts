import { Refusal } from './model.js';

export interface UploadForm {
  channelId: string;
  readonly clientIds: string[];
  readonly files: { name: string; mimeType: string; bytes: Buffer }[];
}

/**
 * Reads an upload like the server: part by part, the channel first, and all client ids before the first file. With a
 * file first, the real server uses an older code path, which this server does not have.
 */
export function readUpload(body: Buffer, contentType: string): UploadForm {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Refusal(400, 'api.file.upload_file.multiple_channel_ids.app_error');
  const form: UploadForm = { channelId: '', clientIds: [], files: [] };
  for (const part of partsOf(body, boundary)) take(part, form);
  if (form.clientIds.length > 0 && form.clientIds.length !== form.files.length) {
    throw new Refusal(400, 'api.file.upload_file.incorrect_number_of_client_ids.app_error');
  }
  if (form.files.length === 0) throw new Refusal(400, 'api.file.upload_file.no_files.app_error');
  return form;
}

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly mimeType: string;
  readonly content: Buffer;
}

function take(part: Part, form: UploadForm): void {
  switch (part.name) {
    case 'channel_id':
      if (form.channelId !== '') throw new Refusal(400, 'api.file.upload_file.multiple_channel_ids.app_error');
      form.channelId = part.content.toString();
      return;
    case 'client_ids':
      if (form.files.length > 0)
        throw new Refusal(400, 'api.file.upload_file.incorrect_number_of_client_ids.app_error');
      form.clientIds.push(part.content.toString());
      return;
    case 'files':
      if (form.channelId === '') throw new Refusal(500, 'api.file.upload_file.read_form_value.app_error');
      form.files.push({ name: part.filename ?? '', mimeType: part.mimeType, bytes: part.content });
      return;
    default:
      throw new Refusal(400, 'api.context.invalid_body_param.app_error', part.name);
  }
}

function* partsOf(body: Buffer, boundary: string): Generator<Part> {
  const delimiter = Buffer.from(`--${boundary}`);
  let at = body.indexOf(delimiter);
  if (at < 0) throw new Refusal(400, 'api.file.upload_file.read_request.app_error');
  for (;;) {
    const begin = at + delimiter.length;
    if (body.subarray(begin, begin + 2).toString() === '--') return;
    at = body.indexOf(delimiter, begin);
    const headEnd = body.indexOf('\r\n\r\n', begin);
    if (at < 0 || headEnd < 0) throw new Refusal(400, 'api.file.upload_file.read_request.app_error');
    const head = body.subarray(begin, headEnd).toString();
    yield {
      name: /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? '',
      filename: /filename="([^"]*)"/i.exec(head)?.[1],
      mimeType: /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
      content: body.subarray(headEnd + 4, at - 2),
    };
  }
}
