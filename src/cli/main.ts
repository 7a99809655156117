import { explain } from './explain.ts';
import { buildProgram } from './program.ts';
import { flush, ignoreClosedPipes, warn } from './terminal.ts';

/** Runs one command and ends the process with its exit code: the only way out. */
export async function main(args: readonly string[]): Promise<never> {
  ignoreClosedPipes();
  let exitCode = 0;
  try {
    const program = buildProgram((code) => {
      exitCode = code;
    });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const { lines, code } = explain(error);
    warn(lines);
    exitCode = code;
  }
  await flush();
  process.exit(exitCode);
}
