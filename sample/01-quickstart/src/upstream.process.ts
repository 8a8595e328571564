import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface Upstream {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the upstream in a process of its own, so that its time is not ours. */
export async function startUpstream(): Promise<Upstream> {
  const child = fork(new URL('./upstream.js', import.meta.url));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', message => resolve(String(message)));
    child.once('exit', code => reject(new Error(`the upstream ended at once, with code ${code}`)));
  });
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
