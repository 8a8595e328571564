interface NamedFunction {
  readonly name: string;
  /** `export.service.ts:42` */
  readonly location?: string;
}

/** `renderCsv (export.service.ts:42)` @internal */
export function functionText({ name, location }: NamedFunction): string {
  return location === undefined || name.endsWith(location) ? name : `${name} (${location})`;
}
