// `npm run bench -- start-up`: what it costs to start, beside a Node that does nothing.
import { join } from 'node:path';
import { inPairs, runNode } from './measure.ts';

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'dist/k8s-monitor.js');
const HOMELAB = join(ROOT, 'tests/recordings/homelab');

export async function benchStartUp(): Promise<string> {
  const nothing = () => runNode(['-e', '0']);
  const [help, floor] = await inPairs(15, () => runNode(['--max-semi-space-size=4', MAIN, '--help']), nothing);
  const [replay] = await inPairs(
    9,
    () => runNode(['--max-semi-space-size=4', MAIN, 'run', '--once', '--snapshot', HOMELAB, '--no-model', '--dry-run']),
    nothing,
  );
  const ms = (s: number): string => `${Math.round(s * 1000)} ms`;
  return [
    'start-up, whole processes, medians',
    `  node -e 0          ${ms(floor.wallS)}  ${floor.peakMb.toFixed(0)} MB peak`,
    `  --help             ${ms(help.wallS)}  ${help.peakMb.toFixed(0)} MB peak  ${(help.wallS / floor.wallS).toFixed(2)} x (wanted <= 90 ms, 45 MB)`,
    `  homelab recording  ${ms(replay.wallS)}  ${replay.peakMb.toFixed(0)} MB peak  ${(replay.wallS / floor.wallS).toFixed(2)} x (wanted <= 300 ms, 90 MB)`,
  ].join('\n');
}
