// `npm run check`: everything that is judged without running the program. Says all faults at once.
import { spawn } from 'node:child_process';

const CHECKS = [
  {
    name: 'format and lint',
    command: 'biome',
    args: ['check', '--error-on-warnings', '--colors=off'],
    mend: 'npm run fix',
  },
  { name: 'types', command: 'tsc', args: ['--pretty', 'false'], mend: 'see above' },
  { name: 'unused code', command: 'knip', args: ['--no-progress'], mend: 'remove it' },
  { name: 'generated files', command: 'node', args: ['scripts/generate.ts', '--check'], mend: 'npm run generate' },
] as const;

const results = await Promise.all(CHECKS.map(async (check) => ({ check, ...(await run(check.command, check.args)) })));
for (const { check, code, output, seconds } of results) {
  if (code !== 0) console.log(output.trimEnd());
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name}, ${seconds} s${code === 0 ? '' : ` (${check.mend})`}`);
}
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;

function run(command: string, args: readonly string[]): Promise<{ code: number; output: string; seconds: string }> {
  const began = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const end = (code: number): void => {
      resolve({ code, output, seconds: ((performance.now() - began) / 1000).toFixed(1) });
    };
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => {
      output += `${command}: ${error.message}\n`;
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}
