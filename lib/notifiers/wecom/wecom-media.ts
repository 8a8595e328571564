import { REPORT_FORMATS } from '../../model/report-formats.js';
import { codedAnswer } from '../chat-webhook/coded-answer.js';
import type { HttpClient } from '../http-client/http-client.js';
import { encodeForm } from '../http-client/multipart.js';
import { AttemptError, withRetries } from '../http-client/retries.js';
import { WECOM } from './wecom-answer.js';
import type { ResolvedWeCom } from './wecom.options.js';

/**
 * WeCom accepts files of 6 bytes to 20 MB, and keeps them for three days until a message shows them.
 *
 * Source: WeCom Developer Center, "Message push configuration" (消息推送配置说明), file upload, 2025-08-07.
 */
const MAX_FILE_BYTES = 20_000_000;
const SEND = /\/send$/;

/**
 * Uploads a file for a message. A repeated upload leaves an unused file, which is harmless. It is repeated after every
 * failure.
 *
 * @returns the id of the file
 * @throws Error if the file is too large, or the address is not WeCom's own
 * @internal
 */
export async function uploadMedia(
  http: HttpClient,
  options: ResolvedWeCom,
  file: { readonly name: string; readonly bytes: Uint8Array },
  budgetMs: number,
  signal: AbortSignal,
): Promise<string> {
  if (file.bytes.byteLength > MAX_FILE_BYTES) throw new Error('the report is larger than 20 MB');
  const url = uploadUrl(options.webhookUrl);
  const form = await encodeForm({}, { ...file, field: 'media', type: REPORT_FORMATS.html.mediaType });
  const headers = { 'content-type': form.contentType };
  return withRetries(
    async () => {
      const answer = await http.send({ method: 'POST', url, headers, body: form.bytes }, signal);
      const { media_id: id } = codedAnswer(answer, url, WECOM);
      if (typeof id === 'string' && id !== '') return id;
      throw new AttemptError('WeCom accepted the report, but its answer has no id', { retry: true });
    },
    { maxRetries: options.maxRetries, repeatableMs: Number.POSITIVE_INFINITY, budgetMs, timing: http.timing },
    signal,
  );
}

/** `…/webhook/send?key=…` becomes `…/webhook/upload_media?key=…&type=file`. */
function uploadUrl(webhookUrl: string): URL {
  const url = new URL(webhookUrl);
  if (!SEND.test(url.pathname))
    throw new Error('wecom.webhookUrl does not end with /send, so no upload address is known');
  url.pathname = url.pathname.replace(SEND, '/upload_media');
  url.searchParams.set('type', 'file');
  return url;
}
