import { Component, type ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AccountingPart } from '../../../lib/model/format/accounting-parts.js';
import type { Report } from '../../../lib/model/report.interface.js';
import { Notice } from '../components/notice.js';
import { useAddress } from '../components/use-address.js';
import type { PageComparison } from '../model/page-comparison.js';
import { ComparisonChoice } from './comparison/comparison-choice.js';
import { ComparisonSection } from './comparison/comparison-section.js';
import { DownloadMenu } from './downloads/download-menu.js';
import { AccountingSection } from './accounting/accounting-section.js';
import { FactsSection } from './facts/facts-section.js';
import { PageHeader } from './facts/page-header.js';
import { EditorSettings } from './places/editor-settings.js';
import { EditorContext, useEditor } from './places/use-editor.js';
import { OperationsSection } from './operations/operations-section.js';
import { TimelineSection } from './timeline/timeline-section.js';
import { TreeSection } from './tree/tree-section.js';
import { Consequences } from './verdict/consequences.js';
import { Findings } from './verdict/findings.js';
import { VerdictCard } from './verdict/verdict-card.js';

/** The whole page of one report. */
export function App({ report }: { report: Report }) {
  const address = useAddress();
  const [editor, setEditor] = useEditor();
  const [comparison, setComparison] = useState<PageComparison>();
  const [asked, setAsked] = useState<{ readonly part: AccountingPart }>();
  const show = (chosen: PageComparison) => {
    setComparison(chosen);
    // The choice is at the end of the page.
    requestAnimationFrame(() => {
      const section = document.getElementById('comparison');
      section?.scrollIntoView();
      section?.querySelector('button')?.focus({ preventScroll: true });
    });
  };
  return (
    <Guard>
      <PageHeader execution={report.execution} />
      <EditorContext.Provider value={editor}>
        <main>
          <VerdictCard verdict={report.verdict} accounting={report.accounting} />
          <AccountingSection accounting={report.accounting} onPart={part => setAsked({ part })} />
          {comparison && <ComparisonSection comparison={comparison} onClose={() => setComparison(undefined)} />}
          <Findings findings={report.findings} accounting={report.accounting} />
          <Consequences repeats={report.repeats} victims={report.victims} />
          <OperationsSection operations={report.operations} />
          <TreeSection tree={report.tree} address={address} asked={asked} />
          <TimelineSection timeline={report.timeline} durationMs={report.execution.durationMs} address={address} />
          <FactsSection report={report} />
        </main>
      </EditorContext.Provider>
      <ComparisonChoice report={report} onComparison={show} />
      <EditorSettings choice={editor} onChoice={setEditor} />
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
