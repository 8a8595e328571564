/** A part of a page. Its text is HTML. @internal */
export class Html {
  constructor(readonly text: string) {}
}

/** A value in a template: a text is escaped, a part of a page is not, and `undefined` and `false` are nothing. @internal */
export type Part = Html | string | number | undefined | false | readonly Part[];

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A tag of templates. Attributes must be in quotes. Prettier would format templates with the tag `html`: the hash of the style
 * sheet counts each space.
 *
 * @example
 * markup`<td title="${name}">${name}</td>`
 *
 * @internal
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(literals.reduce((text, literal, index) => text + textOf(parts[index - 1]) + literal));
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return String(part).replace(/[&<>"']/g, character => ESCAPED[character] ?? '');
}
