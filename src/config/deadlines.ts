import type { Setting } from './setting.ts';
import { optionalSeconds, seconds } from './values.ts';

/** How long the parts of a cycle may take. All of them are settings, so that tests can make them short. */
export const DEADLINES = {
  API_CALL_TIMEOUT_SECONDS: {
    group: 'Deadlines',
    about: 'for one call of the Kubernetes API',
    default: '15',
    schema: seconds,
  },
  READ_DEADLINE_SECONDS: { group: 'Deadlines', about: 'for reading the whole cluster', default: '90', schema: seconds },
  LOG_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'for reading the logs of failing containers',
    default: '20',
    schema: seconds,
  },
  MODEL_CALL_TIMEOUT_SECONDS: {
    group: 'Deadlines',
    about: 'for one answer of a model',
    default: '25',
    schema: seconds,
  },
  MODEL_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'for what the agents do before messages leave without them',
    default: '60',
    schema: seconds,
  },
  CHANGES_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'for reading the changes of a cycle; GITHUB_DEADLINE_SECONDS, or 10, when not set',
    default: null,
    schema: optionalSeconds,
  },
  GITHUB_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'the former name of CHANGES_DEADLINE_SECONDS',
    default: '10',
    schema: seconds,
  },
  MODEL_LATE_SECONDS: {
    group: 'Deadlines',
    about: 'for what agents still say after the messages have left without them; it is edited in',
    default: '60',
    schema: seconds,
  },
  SLACK_DEADLINE_SECONDS: { group: 'Deadlines', about: 'for sending one message', default: '20', schema: seconds },
  SEND_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'for sending all messages of a cycle; what is left is sent by the next one',
    default: '120',
    schema: seconds,
  },
  SEND_PACE_SECONDS: {
    group: 'Deadlines',
    about: 'between two messages to one channel: Slack takes one a second',
    default: '1.1',
    schema: seconds,
  },
  LEASE_SECONDS: {
    group: 'Deadlines',
    about: 'after which a run that says nothing any more is taken for dead',
    default: '120',
    schema: seconds,
  },
  HEARTBEAT_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'for one ping of HEARTBEAT_URL',
    default: '10',
    schema: seconds,
  },
  OUTPUT_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'for whoever reads standard output to take the next part of a report; what is left then is dropped',
    default: '30',
    schema: seconds,
  },
  CYCLE_DEADLINE_SECONDS: {
    group: 'Deadlines',
    about: 'for a whole cycle, whatever hangs; below activeDeadlineSeconds of the Job',
    default: '840',
    schema: seconds,
  },
  SECOND_LOOK_SECONDS: {
    group: 'Deadlines',
    about: 'a SEV-1 or SEV-2 younger than a minute is read again after this',
    default: '30',
    schema: seconds,
  },
} as const satisfies Record<string, Setting>;
