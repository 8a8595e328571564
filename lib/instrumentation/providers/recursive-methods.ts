import type { Callable } from '../../tracing/callable.js';

const CALLED = /(?<![\w$.])(?:this|self|that|_this)\s*\??\.\s*([\w$\u0080-\uffff]+)\s*(?:\?\.\s*)?\(/g;

/**
 * Names of the methods that call themselves, directly or through other methods of the class, judged by their source.
 * Wrappers between the calls need so much of the stack that recursion would end at a third of its depth.
 *
 * @internal
 */
export function recursiveMethods(methods: ReadonlyMap<string, Callable>): Set<string> {
  const callees = new Map<string, string[]>();
  for (const [name, method] of methods) {
    const called = new Set([...Function.prototype.toString.call(method).matchAll(CALLED)].map(([, key]) => key ?? ''));
    callees.set(
      name,
      [...called].filter(key => methods.has(key)),
    );
  }
  return new Set([...methods.keys()].filter(name => reaches(name, callees)));
}

function reaches(name: string, callees: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const open = [...(callees.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(callees.get(next) ?? []));
  }
  return false;
}
