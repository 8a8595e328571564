import type { StatementAt } from '../../../tracing/named-span.js';
import type { Statement } from '../../../tracing/statement.interface.js';

/** Statements that are remembered. */
const MAX_STATEMENTS = 1_000;

/**
 * The statements of a service's calls, which an HTTP client sends: `S3 PutObject reports`. Equal calls share one.
 *
 * @internal
 */
export class NamedStatements {
  private readonly known = new Map<string, Statement>();

  /**
   * @param system the service: `s3`
   * @param text without values
   */
  of(system: string, text: string): StatementAt {
    return peer => this.statement(system, text, peer);
  }

  private statement(system: string, text: string, peer: string): Statement {
    const key = `${peer} ${text}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= MAX_STATEMENTS) this.known.clear();
    const statement: Statement = { on: 'http', system, text, peer };
    this.known.set(key, statement);
    return statement;
  }
}
