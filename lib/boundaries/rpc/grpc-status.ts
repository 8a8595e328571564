import type { GrpcCall } from './grpc-server.interface.js';

/** The used part of the HTTP/2 stream of a call. */
interface AnswerStream {
  readonly sentHeaders?: Readonly<Record<string, unknown>>;
  readonly sentTrailers?: Readonly<Record<string, unknown>>;
}

/** Members of `@grpc/grpc-js` that are not public: a call, below its interceptors. */
interface Intercepting {
  readonly nextCall?: Intercepting;
  readonly stream?: AnswerStream | null;
}

/** Interceptors of a server that are followed. */
const MAX_INTERCEPTORS = 50;
const STATUS = 'grpc-status';

/** Status codes of gRPC: https://grpc.io/docs/guides/status-codes/. @internal */
export const GrpcStatus = { ok: 0, deadlineExceeded: 4 } as const;

/**
 * The stream that carries the answer of a call; `undefined` with a version of gRPC that has other members. Since version 1.10 of
 * `@grpc/grpc-js`, each call emits `cancelled` when it is over, also after an answer.
 *
 * @internal
 */
export function answerStreamOf(call: GrpcCall): AnswerStream | undefined {
  let at = (call as { readonly call?: Intercepting }).call;
  for (let depth = 0; at?.nextCall !== undefined && depth < MAX_INTERCEPTORS; depth += 1) at = at.nextCall;
  const stream = at?.stream;
  return typeof stream === 'object' && stream !== null && 'sentTrailers' in stream ? stream : undefined;
}

/** The status that was sent to the client; `undefined` when none was. @internal */
export function sentStatusOf({ sentHeaders, sentTrailers }: AnswerStream): number | undefined {
  const status = sentTrailers?.[STATUS] ?? sentHeaders?.[STATUS];
  return status === undefined ? undefined : Number(status);
}
