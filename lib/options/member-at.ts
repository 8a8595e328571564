/** The member at a path such as `recorder.cpu`. Members of a group that is switched off do not exist. @internal */
export function memberAt(object: unknown, path: string): { readonly exists: boolean; readonly value?: unknown } {
  let value = object;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return { exists: false };
    value = (value as Record<string, unknown>)[key];
  }
  return { exists: true, value };
}
