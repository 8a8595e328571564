/** The ways to look at the call tree, with their titles. */
export const VIEWS = { tree: 'Tree', flame: 'Flame graph', functions: 'Functions' } as const;

export type View = keyof typeof VIEWS;

export function isView(text: string): text is View {
  return Object.hasOwn(VIEWS, text);
}
