/**
 * The redaction at a path of the report:
 *
 * - `masked`: none, because `privacy/` masked the value when it was captured;
 * - `fact`: configured secrets only. Places in the code and facts of the process are no user data, and rules for the form
 *   of secrets would spoil them;
 * - an object: the rules of the members.
 *
 * Without a rule everything is masked. The items of a list have the list's rule.
 *
 * @internal
 */
export type RedactionRule = 'masked' | 'fact' | { readonly [member: string]: RedactionRule };

const VERDICT: RedactionRule = { location: 'fact', culprit: { location: 'fact' } };

const TREE: { [member: string]: RedactionRule } = { location: 'fact', library: 'fact' };
TREE.children = TREE;

/** @internal */
export const REPORT_RULES: RedactionRule = {
  id: 'fact',
  tool: { version: 'fact' },
  execution: {
    startedAt: 'fact',
    url: 'masked',
    query: 'masked',
    params: 'masked',
    headers: 'masked',
    body: 'masked',
    traceId: 'masked',
    spanId: 'masked',
    requestId: 'masked',
  },
  verdict: VERDICT,
  findings: VERDICT,
  tree: TREE,
  runtime: { node: 'fact', nest: 'fact', platform: 'fact' },
};
