// `npm run e2e`: the built CLI against a real API server.
import { finish, runSuites } from './suites.mjs';
import { prepare } from './toolchain.mjs';

prepare();
finish(await runSuites(['e2e']));
