// Runs vitest projects and adds up what passed and what failed.
import { appendFileSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './toolchain.mjs';

/** Runs these vitest projects; resolves with their counts. With `later` what they print is shown when they are over. */
export async function runSuites(projects, { later = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-monitor-suites-'));
  const results = join(folder, 'results.json');
  const printed = join(folder, 'printed.txt');
  const kept = later ? openSync(printed, 'w') : null;
  try {
    const chosen = projects.flatMap((name) => ['--project', name]);
    const args = ['run', ...chosen, '--reporter=default', '--reporter=json', `--outputFile=${results}`];
    const code = await run('vitest', args, {}, kept === null ? 'inherit' : ['ignore', kept, kept]);
    if (later) process.stdout.write(readFileSync(printed));
    return count(results, code);
  } finally {
    if (kept !== null) closeSync(kept);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of several `runSuites`. */
export function sum(counts) {
  const of = (name) => counts.reduce((total, one) => total + one[name], 0);
  return { passed: of('passed'), failed: of('failed') };
}

function count(results, code) {
  let passed = 0;
  let failed = 0;
  try {
    const report = JSON.parse(readFileSync(results, 'utf8'));
    passed = report.numPassedTests;
    // A file that cannot be loaded has no tests that could fail, and must count all the same.
    const broken = report.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some(isFailed),
    );
    failed = report.numFailedTests + broken.length;
  } catch {
    // No report: vitest itself broke, and its exit code says so.
  }
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

const isFailed = (test) => test.status === 'failed';

/** Ends with one line of totals, or leaves them to .ci/run, which sums several commands. */
export function finish({ passed, failed }) {
  if (process.env.SUITE_COUNTS) appendFileSync(process.env.SUITE_COUNTS, `${passed} ${failed}\n`);
  else process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
