import { randomBytes } from 'node:crypto';

/** Limits of a server as it is installed. */
export interface Limits {
  /** Of a message, in Unicode code points. */
  messageRunes: number;
  /** Of a JSON body, in bytes. */
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

/** An answer that is not a success: the server's error as it writes it, or text as a proxy or its limiter does. */
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

/** 26 characters, as all of its ids have. */
export function newId(): string {
  return [...randomBytes(26)].map(byte => ALPHABET[byte % ALPHABET.length]).join('');
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9]{26}$/.test(value);
}

export const runesOf = (text: string): number => [...text].length;
