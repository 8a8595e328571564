import { durationText } from '../../../model/format/duration.js';
import { shareText } from '../../../model/format/share.js';
import { markdownText } from '../../../model/format/markdown-text.js';
import type { Report } from '../../../model/report.interface.js';
import type { Section } from './section.js';

const MAX_SENTENCES = 10;

/** The process, the cost of the monitor, and the gaps of the recording. @internal */
export function environmentSection({ runtime, monitor, tool, id }: Report): Section {
  const { node, nest, pid, host, platform } = runtime;
  const samples =
    monitor.samplingIntervalMs > 0
      ? `${monitor.samples} CPU samples, one every ${durationText(monitor.samplingIntervalMs)}`
      : 'no CPU samples';
  return {
    title: 'Environment',
    lines: [
      `- Host ${markdownText(host)}, process ${pid}, Node.js ${markdownText(node)}, NestJS ${markdownText(nest)}, ${markdownText(platform)}`,
      `- ${samples}; the monitor's share of the CPU time: ${shareText(monitor.overhead)}`,
      ...monitor.degraded.slice(0, MAX_SENTENCES).map(sentence => `- Not recorded: ${markdownText(sentence)}`),
      `- Report ${markdownText(id)}, ${tool.name} ${markdownText(tool.version)}`,
    ],
  };
}
