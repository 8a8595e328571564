import prettier from 'prettier';

export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly children?: readonly MarkdownNode[];
}

/** Parses GitHub's flavour, with tables and plain links, by the parser in prettier. */
export async function parseMarkdown(text: string): Promise<MarkdownNode> {
  const { __debug } = prettier as unknown as {
    __debug: { parse(text: string, options: object): Promise<{ ast: MarkdownNode }> };
  };
  return (await __debug.parse(text, { parser: 'markdown' })).ast;
}

export function nodesOf(root: MarkdownNode): MarkdownNode[] {
  return [root, ...(root.children ?? []).flatMap(nodesOf)];
}

export function textOf(root: MarkdownNode): string {
  return nodesOf(root)
    .map(node => node.value ?? '')
    .join('');
}
