// `npm run e2e`: the built CLI against real API servers.
import { finish, runSuites, sum } from './suites.mjs';
import { prepare } from './toolchain.mjs';

prepare();
// Each has a control plane of its own, and one of them mostly waits for the clock. In one vitest they would take turns: projects
// whose files run one after the other share one worker.
finish(sum(await Promise.all([runSuites(['e2e']), runSuites(['in-cluster'], { later: true })])));
