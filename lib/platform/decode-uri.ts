/** Percent-decodes a text. A malformed text is returned unchanged. @internal */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
