import type { WaitKind } from '../../../model/accounting.interface.js';
import type { Statement } from '../../../tracing/statement.interface.js';

/** Names of one client. Further ones are `send *`: an application may make them of user data. */
const MAX_NAMES = 100;
const MAX_LENGTH = 120;

/**
 * The statements of one client: `send orders.find`. Equal ones share one object.
 *
 * @internal
 */
export class MessageStatements {
  private readonly known = new Map<string, Statement>();
  private readonly others = new Map<string, Statement>();

  /** @param peer the server, or empty */
  constructor(
    private readonly on: WaitKind,
    private readonly system: string,
    private readonly peer: string,
  ) {}

  /**
   * @param verb one of few
   * @param name without values
   */
  of(verb: string, name: string): Statement {
    const text = `${verb} ${name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name}`;
    const known = this.known.get(text);
    if (known !== undefined) return known;
    return this.known.size < MAX_NAMES ? this.add(this.known, text) : this.other(`${verb} *`);
  }

  private other(text: string): Statement {
    return this.others.get(text) ?? this.add(this.others, text);
  }

  private add(statements: Map<string, Statement>, text: string): Statement {
    const { on, system, peer } = this;
    const statement: Statement = { on, system, text, peer };
    statements.set(text, statement);
    return statement;
  }
}
