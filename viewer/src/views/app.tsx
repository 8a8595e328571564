import { Component, type ComponentChildren } from 'preact';
import type { Report } from '../../../lib/model/report.interface.js';
import { Notice } from '../components/notice.js';
import { DownloadMenu } from './downloads/download-menu.js';
import { AccountingSection } from './accounting/accounting-section.js';
import { FactsSection } from './facts/facts-section.js';
import { PageHeader } from './facts/page-header.js';
import { OperationsSection } from './operations/operations-section.js';
import { TimelineSection } from './timeline/timeline-section.js';
import { TreeSection } from './tree/tree-section.js';
import { Consequences } from './verdict/consequences.js';
import { Findings } from './verdict/findings.js';
import { VerdictCard } from './verdict/verdict-card.js';

/** The whole page of one report. */
export function App({ report }: { report: Report }) {
  return (
    <Guard>
      <PageHeader execution={report.execution} />
      <main>
        <VerdictCard verdict={report.verdict} accounting={report.accounting} />
        <AccountingSection accounting={report.accounting} />
        <Findings findings={report.findings} accounting={report.accounting} />
        <Consequences repeats={report.repeats} victims={report.victims} />
        <OperationsSection operations={report.operations} />
        <TreeSection tree={report.tree} />
        <TimelineSection timeline={report.timeline} durationMs={report.execution.durationMs} />
        <FactsSection report={report} />
      </main>
      <DownloadMenu report={report} />
      <footer class="page-footer">
        <span>
          {report.tool.name} {report.tool.version}
        </span>
        <span>Report {report.id}</span>
        <span>This file loads nothing from the network.</span>
      </footer>
    </Guard>
  );
}

/** Shows a sentence instead of an empty page when rendering fails. */
class Guard extends Component<{ children?: ComponentChildren }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  override componentDidCatch(error: unknown): void {
    this.setState({ error });
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Notice error={this.state.error} />;
  }
}
