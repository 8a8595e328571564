interface NamedFunction {
  readonly name: string;
  /** `export.service.ts:42` */
  readonly location?: string;
  /** The work may be that of a function that V8 has inlined into this one. */
  readonly isUnsure?: true;
}

/** `until (helpers.ts:4) in PricingEngine.search (pricing.ts:20)`; without the caller when that is unknown. @internal */
export function calledFunctionText(called: NamedFunction & { readonly caller?: NamedFunction }): string {
  const { caller } = called;
  return caller === undefined ? functionText(called) : `${functionText(called)} in ${functionText(caller)}`;
}

/** `renderCsv (export.service.ts:42)` @internal */
export function functionText({ name, location, isUnsure }: NamedFunction): string {
  const text = location === undefined || name.endsWith(location) ? name : `${name} (${location})`;
  return isUnsure === true ? `${text} or a function inlined into it` : text;
}
