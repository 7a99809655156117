import { clean } from './report/clean.ts';

export interface Progress {
  readonly say: (line: string) => void;
  /** May be called more than once. */
  readonly stop: () => void;
}

const SILENT: Progress = { say: () => {}, stop: () => {} };

/** A spinner on standard error for whoever sits in front of it; nothing in a pipe, a log or a CI job. */
export async function showProgress(): Promise<Progress> {
  if (!process.stderr.isTTY) return SILENT;
  const { default: yoctoSpinner } = await import('yocto-spinner');
  // Signals are ours: a cycle that is stopped still has something to finish.
  const spinner = yoctoSpinner({ stream: process.stderr, handleSignals: false }).start('starting');
  return {
    say: (line) => {
      spinner.text = clean(line);
    },
    stop: () => {
      spinner.stop();
    },
  };
}
