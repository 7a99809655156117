import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { codeOf } from '../platform/errors.ts';

/** Which process it is, for others to find out whether it still lives. */
export const ProcessMark = z.object({
  /** The machine, this boot of it, and its set of processes: only where all are the same does a pid mean the same process. */
  host: z.string(),
  pid: z.number(),
  /** When it began, in the kernel's ticks: a pid is given again, this is not. '' where the system doesn't tell. */
  start: z.string(),
});
export type ProcessMark = z.infer<typeof ProcessMark>;

/** This process. */
export async function ownMark(host?: string): Promise<ProcessMark> {
  const { pid } = process;
  return { host: host ?? (await hostOf()), pid, start: (await statOf(pid))?.start ?? '' };
}

/** True only if it is sure: a process of another host may live. */
export async function isGone(mark: ProcessMark, own: ProcessMark): Promise<boolean> {
  if (mark.host !== own.host) return false;
  if (!answers(mark.pid)) return true;
  const stat = await statOf(mark.pid);
  // A killed process is there as a zombie until its parent has looked.
  return stat !== null && (stat.state === 'Z' || stat.state === 'X' || stat.start !== mark.start);
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return codeOf(error) === 'EPERM';
  }
}

async function hostOf(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const processes = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), processes].join(' ').trim();
}

/** Null where it isn't told. Source: proc_pid_stat(5); the name in brackets may hold anything. */
async function statOf(pid: number): Promise<{ readonly state: string; readonly start: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? null : { state, start };
}
