import type { SpanGroups } from '../span-groups.js';

/** The methods with spans, by the name that a stack has for them: `search` is `PricingEngine.search`. @internal */
export interface MethodNames {
  /** With their classes. A name of several classes is left out. */
  readonly methods: ReadonlyMap<string, string>;
  /** The methods that answer requests. */
  readonly handlers: ReadonlySet<string>;
}

/** @internal */
export const NO_METHODS: MethodNames = { methods: new Map(), handlers: new Set() };

/** @internal */
export function methodNames({ groups }: SpanGroups): MethodNames {
  const names = new Map<string, Set<string>>();
  const handlers = new Set<string>();
  for (const { name, kind } of groups) {
    const method = /^[^\s.]+\.([^\s.]+)$/.exec(name)?.[1];
    if (method === undefined || kind === 'execution') continue;
    if (kind === 'handler') handlers.add(method);
    const known = names.get(method);
    if (known === undefined) names.set(method, new Set([name]));
    else known.add(name);
  }
  const methods = new Map<string, string>();
  for (const [method, [name = '', ...others]] of names) if (others.length === 0) methods.set(method, name);
  return { methods, handlers };
}
