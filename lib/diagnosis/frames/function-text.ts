interface NamedFunction {
  readonly name: string;
  /** `export.service.ts:42` */
  readonly location?: string;
  /** The work may be that of a function that V8 has inlined into this one. */
  readonly isUnsure?: true;
}

/** `renderCsv (export.service.ts:42)` @internal */
export function functionText({ name, location, isUnsure }: NamedFunction): string {
  const text = location === undefined || name.endsWith(location) ? name : `${name} (${location})`;
  return isUnsure === true ? `${text} or a function inlined into it` : text;
}
