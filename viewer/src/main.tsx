import { render } from 'preact';
import './styles/index.css';
import { App } from './app.js';
import { Notice } from './components/notice.js';
import { decodeReport } from './decode-report.js';
import { duration, oneLine } from './format.js';

const container = document.getElementById('app');
if (container) void open(container);

async function open(page: HTMLElement): Promise<void> {
  try {
    const report = await decodeReport(document.getElementById('report-data')?.textContent ?? '');
    document.title = `${duration(report.execution.durationMs)} ${oneLine(report.execution.name)}`;
    render(<App report={report} />, page);
  } catch (error) {
    render(<Notice error={error} />, page);
  }
}
