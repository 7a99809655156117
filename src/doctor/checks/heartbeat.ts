import { duration } from '../../domain/words.ts';
import { type Check, ok, warn } from '../check.ts';

export const heartbeat: Check = {
  id: 'state.heartbeat',
  title: 'Heartbeat',
  why: 'when the monitor itself stops, only somebody outside can notice',
  mend: 'set HEARTBEAT_URL to the ping address of a check',
  settings: ['HEARTBEAT_URL', 'MONITORING_INTERVAL_HOURS'],
  outside: false,
  after: [],
  run: ({ values: { HEARTBEAT_URL: url, MONITORING_INTERVAL_HOURS: intervalMs } }) =>
    url === null
      ? warn(
          'HEARTBEAT_URL is not set',
          `make a check at healthchecks.io, or at one of your own (period ${duration(intervalMs)}, grace 15 min), and set HEARTBEAT_URL to its ping address`,
        )
      : ok('HEARTBEAT_URL is set; it is not pinged from here'),
};
