// `npm run faults`: every row of the fault table through the built program, and the table with what came out.
// `npm run faults -- kill --points 1000 --seed 1` and `npm run faults -- month --days 30 --seed 1` are the long ones.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finish } from './suites.mjs';
import { prepare, run } from './toolchain.mjs';

const LONG = { kill: 'tests/faults/kill.ts', month: 'tests/faults/month.ts' };

prepare();
const [which, ...args] = process.argv.slice(2);
if (which === undefined) await table();
else if (Object.hasOwn(LONG, which)) process.exitCode = await run('node', [LONG[which], ...args]);
else {
  process.stderr.write(`npm run faults: there is no ${which}; there are ${Object.keys(LONG).join(' and ')}\n`);
  process.exitCode = 2;
}

async function table() {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-monitor-faults-'));
  const results = join(folder, 'results.json');
  try {
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile=${results}`];
    const code = await run('vitest', ['run', '--project', 'faults', ...reporters]);
    const rows = JSON.parse(await output('tests/faults/rows-json.ts'));
    const tests = testsIn(results);
    print(rows, tests);
    const missing = rows.filter((row) => row.later === undefined && !tests.some((test) => test.row === row.n));
    for (const { n } of missing) process.stdout.write(`row ${n} has no test\n`);
    const failed = tests.filter(({ ok }) => !ok).length + missing.length;
    finish({ passed: tests.filter(({ ok }) => ok).length, failed: code !== 0 && failed === 0 ? 1 : failed });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function output(script) {
  const { spawnSync } = await import('node:child_process');
  const own = join(import.meta.dirname, '..', 'node_modules/node/bin/node');
  return spawnSync(own, [join(import.meta.dirname, '..', script)], { encoding: 'utf8' }).stdout;
}

function testsIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults.flatMap((file) =>
      file.assertionResults.map(({ fullName, status, duration }) => ({
        row: Number(/\brow (\d+):/.exec(fullName)?.[1] ?? 0),
        ok: status === 'passed',
        ms: duration ?? 0,
      })),
    );
  } catch {
    return [];
  }
}

function print(rows, tests) {
  const lines = rows.map(({ n, fault, behaviour, later }) => {
    const own = tests.filter(({ row }) => row === n);
    const bad = own.filter(({ ok }) => !ok).length;
    const seconds = `${(own.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(1)} s`;
    const result = own.length > 0 ? (bad === 0 ? 'ok' : `${bad} FAILED`) : later === undefined ? 'NO TEST' : 'later';
    return [
      `${n}`.padStart(2),
      result.padEnd(8),
      (own.length > 0 ? seconds : '').padStart(7),
      fault.padEnd(44),
      later ? `comes with: ${later}` : behaviour,
    ].join('  ');
  });
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
