import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface ToolResult {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Runs a script of `tools/` on a folder with these files. Resolves to its exit code and the lines of its errors. */
export async function runTool(name: string, files: Readonly<Record<string, string>>): Promise<ToolResult> {
  const folder = await mkdtemp(join(tmpdir(), 'run-tool-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await new Promise(resolve => {
      execFile(process.execPath, [join(process.cwd(), 'tools', name), folder], (error, _, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, lines: stderr.split('\n').filter(Boolean) });
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
