/** The applications that watch a covered method, whose wrapper stays. */
export function watchersOf(
  wrapper: object,
  kind: 'cron' | 'event' | 'function' | 'queue',
): ReadonlyMap<unknown, unknown> {
  const key = Object.getOwnPropertySymbols(wrapper).find(({ description }) =>
    description?.endsWith(`:HANDLER:${kind}`),
  );
  if (key === undefined) return new Map();
  return Object.getOwnPropertyDescriptor(wrapper, key)?.value as ReadonlyMap<unknown, unknown>;
}
