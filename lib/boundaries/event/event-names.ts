const MAX_NAMES = 3;
const MAX_LENGTH = 80;

/**
 * The events of a listener, as its decorators name them: `order.created`, `order.*`. A method that listens to several gets
 * no name of the event in a call, so its own name has all of them: `order.created, order.paid`.
 *
 * @param metadata of `@OnEvent()`: one entry for each decorator
 * @returns `undefined` for metadata of another form
 * @internal
 */
export function eventNames(metadata: unknown): string | undefined {
  const entries: readonly unknown[] = Array.isArray(metadata) ? metadata : [metadata];
  const names = new Set<string>();
  for (const entry of entries) {
    const name = textOf((entry as { readonly event?: unknown } | undefined)?.event);
    if (name !== undefined) names.add(name.slice(0, MAX_LENGTH));
  }
  if (names.size === 0) return undefined;
  const sorted = [...names].sort();
  return `${sorted.slice(0, MAX_NAMES).join(', ')}${sorted.length > MAX_NAMES ? ', …' : ''}`;
}

/** An array has the parts of a name. */
function textOf(event: unknown): string | undefined {
  if (typeof event === 'string') return event;
  if (typeof event === 'symbol') return event.description ?? 'symbol';
  if (!Array.isArray(event)) return undefined;
  return event.map(part => textOf(part) ?? '').join('.');
}
