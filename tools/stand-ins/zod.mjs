// Stands for `zod` in a thread: it gets options that were checked before, so the schemas beside the code it shares are never
// used. Each member and each call gives this same object.
const schema = new Proxy(() => undefined, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : schema),
  apply: () => schema,
});

export const z = schema;
