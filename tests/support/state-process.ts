import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bound } from '../control-plane/children.ts';

export const CLUSTER = { uid: 'abc', name: 'home', version: 'v1.34.2' };

/** Another process that works on a state folder. */
export interface StateProcess {
  /** The next line it says. */
  readonly said: () => Promise<string>;
  /** Tells it to do something, and gives its answer. */
  readonly ask: (line: string) => Promise<string>;
  readonly signal: (name: 'SIGSTOP' | 'SIGCONT') => void;
  /** Kills it, and returns when it is gone. */
  readonly kill: () => Promise<void>;
}

/** Started and ready; it opens the state when it is asked anything for the first time. */
export async function stateProcess(folder: string, leaseMs: number, runId: string): Promise<StateProcess> {
  const script = fileURLToPath(new URL('./state-child.ts', import.meta.url));
  const child = spawn(...bound(process.execPath, [script, folder, String(leaseMs), runId]), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => String((await lines.next()).value);
  await said();
  return {
    said,
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return said();
    },
    signal: (name) => child.kill(name),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
