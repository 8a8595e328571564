import type { ReportOperation } from '../../../../lib/model/report.interface.js';
import { Section } from '../../components/section.js';
import { counted } from '../../model/text.js';
import { OperationsTable } from './operations-table.js';

/** The requests to other servers: queries, HTTP calls, commands; and the waits for connections to them. */
export function OperationsSection({ operations }: { operations: readonly ReportOperation[] }) {
  if (operations.length === 0) return null;
  return (
    <Section id="operations" title="Queries and calls" aside={counted(operations.length, 'operation')}>
      <OperationsTable operations={operations} />
    </Section>
  );
}
