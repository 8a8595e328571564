import { randomBytes } from 'node:crypto';

/** Default limits of a server. */
export interface Limits {
  /** Length of a message, in Unicode code points. */
  messageRunes: number;
  /** Size of a JSON body, in bytes. */
  payloadBytes: number;
  fileBytes: number;
}

export const DEFAULT_LIMITS: Limits = { messageRunes: 16_383, payloadBytes: 300_000, fileBytes: 104_857_600 };

export interface User {
  readonly id: string;
  readonly username: string;
  readonly is_bot: boolean;
  roles: string;
}

export interface Channel {
  readonly id: string;
  readonly team_id: string;
  readonly type: 'O' | 'P' | 'D';
  readonly name: string;
  readonly display_name: string;
  delete_at: number;
}

export interface StoredFile {
  readonly id: string;
  readonly user_id: string;
  readonly channel_id: string;
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
  post_id?: string;
}

export interface Attachment {
  readonly color?: string;
  readonly fallback?: string;
  readonly pretext?: string;
  readonly title?: string;
  readonly text?: string;
  readonly footer?: string;
  readonly fields?: readonly { readonly title: string; readonly value: string; readonly short?: boolean }[];
}

export interface Post {
  readonly id: string;
  readonly create_at: number;
  readonly user_id: string;
  readonly channel_id: string;
  readonly message: string;
  readonly file_ids: readonly string[];
  readonly props: { readonly attachments?: readonly Attachment[] } & Readonly<Record<string, unknown>>;
}

/** A failed answer: an error in the server's own format, or the text of a proxy or of its rate limiter. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly id: string,
    readonly detail = '',
  ) {
    super(`${status} ${id}`);
  }
}

const ALPHABET = 'ybndrfg8ejkmcpqxot1uwisza345h769';

/** An id of 26 characters, as in Mattermost. */
export function newId(): string {
  return [...randomBytes(26)].map(byte => ALPHABET[byte % ALPHABET.length]).join('');
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9]{26}$/.test(value);
}

export const runesOf = (text: string): number => [...text].length;
