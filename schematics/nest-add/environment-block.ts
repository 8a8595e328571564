import type { Tree } from './tree.interface.js';

const FILE = '.env';

/** Comments, so that nothing changes before someone decides. Code takes precedence over the environment. */
export const ENVIRONMENT_BLOCK = [
  '# nestjs-performance-monitor: remove the # before a variable to set it.',
  '# All variables: node_modules/nestjs-performance-monitor/docs/settings.md',
  '# WPM_ENABLED=true',
  '# WPM_THRESHOLD_SECONDS=1',
  '# After an alert, an endpoint is silent for so many days, also after a restart.',
  '# WPM_ALERT_WINDOW_DAYS=10',
  '# WPM_ENABLE_MATTERMOST=true',
  '# WPM_MATTERMOST_WEBHOOK_URL=',
  '',
].join('\n');

/** Appends the block, unless the file has a variable of the monitor. */
export function addEnvironmentBlock(tree: Tree): void {
  if (!tree.exists(FILE)) return tree.create(FILE, ENVIRONMENT_BLOCK);
  const text = tree.readText(FILE);
  if (text.includes('WPM_')) return;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
  tree.overwrite(FILE, text + gap + ENVIRONMENT_BLOCK.replaceAll('\n', newline));
}
