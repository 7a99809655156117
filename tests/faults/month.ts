// `npm run faults -- month --days 30 --seed 1`: hourly cycles over one state, while services and everything around the monitor break.
import { parseArgs } from 'node:util';
import { month } from './lib/month-run.ts';
import { monthTable } from './lib/month-table.ts';

const { values } = parseArgs({
  options: { days: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
});
const [days = 30, seed = 1] = [values.days, values.seed].map(Number);

const began = performance.now();
const lived = await month({
  days,
  seed,
  onHour: ({ n, at }, { arrivals }) => {
    if (n % 24 === 23) process.stdout.write(`${at.toISOString().slice(0, 10)}: ${arrivals.length} messages so far\n`);
  },
});
const { problems } = lived.totals;
process.stdout.write(`\n${monthTable(lived)}\n`);
if (problems.length > 0) process.stdout.write(`\n${problems.join('\n')}\n`);
const again = `npm run faults -- month --days ${days} --seed ${seed}`;
process.stdout.write(`\nseed ${seed}, ${Math.round((performance.now() - began) / 1000)} s; again: ${again}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
