// `npm test`: installs what is missing, checks, builds, runs the unit tests and the acceptance tests on recordings.
import { finish, runSuites } from './suites.mjs';
import { prepare, run } from './toolchain.mjs';

prepare();
const checked = await run('node', ['scripts/check.ts']);
const counts = await runSuites(['unit', 'acceptance']);
// A failed check is a failure like any other, but never hides what the tests say.
finish({ passed: counts.passed, failed: counts.failed + (checked === 0 ? 0 : 1) });
