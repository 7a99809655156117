import { styleText } from 'node:util';
import { systemClock } from '../platform/clock.ts';
import { codeOf } from '../platform/errors.ts';
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
export async function print(text: string): Promise<void> {
  await write(text).catch((error: unknown) => {
    if (!CLOSED.has(codeOf(error))) throw error;
  });
}

const CLOSED: ReadonlySet<string> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/** Rejects with the system's error, also when the pipe is closed. */
function write(text: string | Uint8Array): Promise<void> {
  return writeTo(process.stdout, text);
}

/** A line of a `stdout` sink: beside the JSON that a command was asked for, which stands alone, it goes to standard error. */
export function writeLine(line: string, output: string | undefined): Promise<void> {
  return writeTo(output === 'json' ? process.stderr : process.stdout, `${line}\n`);
}

function writeTo(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}

/** Bytes. Whoever reads takes so much in a moment. */
const PIECE = 16 * 1024;
/** Something lies in the pipe that was not taken in time: nothing more is put behind it until it is. */
let stuck = false;

/**
 * As `print`, for as long as somebody reads: each piece has its own time, in milliseconds. False: nobody reads, and what is left was
 * dropped. A monitor must not stand still because the one who collects its lines does.
 */
export async function printWithin(text: string, patienceMs: number): Promise<boolean> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += PIECE) {
    if (stuck) return false;
    const taken = write(bytes.subarray(start, start + PIECE));
    if (!(await inTime(taken, patienceMs))) {
      stuck = true;
      const goesOn = (): void => {
        stuck = false;
      };
      taken.then(goesOn, goesOn);
      return false;
    }
  }
  return true;
}

/** Rejects as the write does, but for a pipe that is closed. */
async function inTime(taken: Promise<void>, patienceMs: number): Promise<boolean> {
  const done = new AbortController();
  const late = systemClock.sleep(patienceMs, done.signal).then(
    () => false,
    () => true,
  );
  try {
    return await Promise.race([taken.then(() => true), late]);
  } catch (error) {
    if (CLOSED.has(codeOf(error))) return true;
    throw error;
  } finally {
    done.abort();
  }
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
  if (!stuck) await print('').catch(() => {});
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
