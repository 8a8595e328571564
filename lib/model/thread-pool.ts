/** The label of a wait for a thread of libuv's pool. @internal */
export const THREAD_POOL = 'thread pool';
