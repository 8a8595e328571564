import { render } from 'preact';
import { durationText } from '../../lib/model/format/duration.js';
import { cutLine } from './model/text.js';
import './styles/index.css';
import { App } from './views/app.js';
import { Notice } from './components/notice.js';
import { decodeReport } from './model/decode-report.js';

const container = document.getElementById('app');
if (container) void open(container);

async function open(page: HTMLElement): Promise<void> {
  try {
    const report = await decodeReport(document.getElementById('report-data')?.textContent ?? '');
    document.title = `${durationText(report.execution.durationMs)} ${cutLine(report.execution.name)}`;
    render(<App report={report} />, page);
  } catch (error) {
    render(<Notice error={error} />, page);
  }
}
