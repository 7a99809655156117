// `npm start`: from a fresh clone to a report with one command. `npm start -- <args>` passes its arguments on.
// Standard output belongs to the CLI; everything said here goes to standard error.
import { prepare, run } from './toolchain.mjs';

const SHOW = ['run', '--once', '--snapshot', 'tests/recordings/homelab', '--no-model'];

prepare();
const given = process.argv.slice(2);
process.exitCode = await run('bin/k8s-monitor', given.length > 0 ? given : SHOW);
