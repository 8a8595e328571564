import { sendTraffic } from './traffic.js';

/** The clients, in a process of their own: their code must not run on the event loop of the service. */
async function main(): Promise<void> {
  const result = await sendTraffic(process.argv[2] ?? '');
  process.send?.(result);
  process.disconnect();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

// The parent may have been killed.
process.on('disconnect', () => process.exit());
