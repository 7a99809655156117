import { styleText } from 'node:util';
import { clean } from './report/clean.ts';
import type { TextStyle } from './report/text.ts';

/** `k8s-monitor … | head` closes the pipe early: that is no fault, and the cycle goes on to its end. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever writes hears of it through the callback.
    stream.on('error', () => {});
  }
}

/** Writes to standard output and waits until it is out. Only what a command was asked for goes there. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined || ('code' in error && error.code === 'EPIPE')) resolve();
      else reject(error);
    });
  });
}

/** Lines for the person who started us, on standard error. */
export function warn(lines: readonly string[]): void {
  for (const line of lines) {
    const parts = line.split('\n').map(clean);
    process.stderr.write(`k8s-monitor: ${parts.join('\n')}\n`);
  }
}

/** Waits for what was written without waiting, such as a help text. */
export async function flush(): Promise<void> {
  await print('').catch(() => {});
}

const NARROWEST = 60;
const WIDEST = 120;
const WHEN_PIPED = 80;

/** How a report looks where standard output goes. */
export function outputStyle(): TextStyle {
  const columns = process.stdout.columns ?? WHEN_PIPED;
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)),
    // Node knows NO_COLOR, FORCE_COLOR and what the terminal can do.
    color: styleText('red', 'x', { stream: process.stdout }) !== 'x',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
