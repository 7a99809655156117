// Child processes that do not outlive this one, however it ends. Nothing is ever ended by name.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type Child = { name: string; process: ChildProcess; logFile: string };

let pdeathsig: boolean | undefined;

/** Linux can have the kernel end a child when its parent dies, even by SIGKILL. */
const hasPdeathsig = (): boolean => {
  pdeathsig ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0;
  return pdeathsig;
};

/** The command as it must be spawned so that it dies with this process where that is possible. */
export const bound = (command: string, args: string[]): [string, string[]] =>
  hasPdeathsig() ? ['setpriv', ['--pdeathsig', 'KILL', command, ...args]] : [command, args];

export function start(name: string, command: string, args: string[], logFile: string): Child {
  const log = openSync(logFile, 'a');
  const child = spawn(...bound(command, args), { stdio: ['ignore', log, log] });
  closeSync(log);
  // A failed spawn shows as a child without a pid; `assertAlive` reports it.
  child.on('error', () => undefined);
  return { name, process: child, logFile };
}

export const isRunning = (child: Child): boolean =>
  child.process.pid !== undefined && child.process.exitCode === null && child.process.signalCode === null;

export function killNow(children: readonly Child[]): void {
  for (const child of children) if (isRunning(child)) child.process.kill('SIGKILL');
}

export async function killAll(children: readonly Child[]): Promise<void> {
  killNow(children);
  while (children.some(isRunning)) await sleep(10);
}

/** Where `setpriv` is missing (macOS), a small shell loop stands in for the kernel. */
export function watchdog(children: readonly Child[]): Child[] {
  if (hasPdeathsig()) return [];
  const pids = children.flatMap(({ process: { pid } }) => (pid === undefined ? [] : [String(pid)]));
  const script = 'while kill -0 "$0" 2>/dev/null; do sleep 1; done; kill -KILL "$@"';
  const child = spawn('sh', ['-c', script, String(process.pid), ...pids], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return [{ name: 'watchdog', process: child, logFile: '' }];
}

/** Calls `cleanup` when this process ends by itself or by a signal; returns how to call that off. */
export function onExit(cleanup: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const onSignal = (signal: NodeJS.Signals): void => {
    cleanup();
    cancel();
    // Nobody else listens (a test runner would): end as the signal would have ended us.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const cancel = (): void => {
    process.off('exit', cleanup);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', cleanup);
  for (const signal of signals) process.on(signal, onSignal);
  return cancel;
}
