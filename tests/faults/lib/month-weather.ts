// The servers do what the plan says for an hour.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Script as ModelScript } from '../../fakes/messages/script.ts';
import type { Script } from '../../fakes/slack/types.ts';
import { goodAgents } from '../../support/answers.ts';
import { type Asked, type Reply, writeKubeconfig } from '../../support/fake-api.ts';
import { forbidden } from '../../support/fake-status.ts';
import type { ApiFault, Hour, SlackFault } from './month-plan.ts';
import { nodes, realm } from './realm.ts';
import { CHANNELS, type Stage } from './stage.ts';

/** Nobody listens at the port of the old discard service. */
const NOWHERE = 'http://127.0.0.1:9';

export interface Weather {
  /** For the stage. */
  readonly model: ModelScript;
  readonly slackOf: (hour: Hour) => Script | null;
  /** Gives the settings of the hour: a server that refuses connections is looked for where none is. */
  readonly begin: (stage: Stage, hour: Hour) => Readonly<Record<string, string>>;
  readonly end: () => void;
  /** Messages that Slack took without an answer that anybody heard. */
  readonly unknown: () => number;
}

export function weather(): Weather {
  let unknown = 0;
  let isModelDown = false;
  const nowhere = writeKubeconfig(NOWHERE);
  const silent: Script = ({ method, time }) => {
    if (method !== 'chat.postMessage' || time % 3 === 0) return null;
    unknown += 1;
    return time % 3 === 1 ? 'accept-then-reset' : 'accept-then-hang';
  };
  const slackOf = ({ slack }: Hour): Script | null =>
    slack === 'silent' ? silent : slack === null ? null : SLACK[slack];
  return {
    slackOf,
    model: (asked) => (isModelDown ? { fail: 500 } : goodAgents(asked)),
    begin: (stage, hour) => {
      isModelDown = hour.isModelDown;
      stage.holds([...realm(hour.faults), ...nodes(hour.lostNodes)]);
      stage.apiDoes(hour.api === null ? null : API[hour.api]);
      stage.slackDoes(slackOf(hour));
      return {
        ...(hour.api === 'refused' ? { KUBECONFIG: nowhere } : {}),
        ...(hour.slack === 'refused' ? { SLACK_API_URL: `${NOWHERE}/api/` } : {}),
      };
    },
    end: () => rmSync(dirname(nowhere), { recursive: true, force: true }),
    unknown: () => unknown,
  };
}

const isPost = ({ method }: Parameters<Script>[0]): boolean => method === 'chat.postMessage';

const SLACK: Readonly<Record<Exclude<SlackFault, 'silent'>, Script | null>> = {
  refused: null,
  unavailable: () => ({ status: 503 }),
  limited: (asked) => (isPost(asked) ? { status: 429, headers: { 'retry-after': '120' } } : null),
  'brief limit': (asked) =>
    isPost(asked) && asked.time % 4 === 0 ? { status: 429, headers: { 'retry-after': '1' } } : null,
  archived: (asked) =>
    isPost(asked) && ['#critical', CHANNELS['#critical']].includes(String(asked.args['channel']))
      ? { error: 'is_archived' }
      : null,
  revoked: () => ({ error: 'token_revoked' }),
};

const API: Readonly<Record<ApiFault, ((asked: Asked) => Reply) | null>> = {
  refused: null,
  'pods forbidden': ({ resource }) => (resource === 'pods' ? forbidden('pods') : null),
  'nodes forbidden': ({ resource }) => (resource === 'nodes' ? forbidden('nodes') : null),
  'broken off': ({ resource }) => (resource === 'deployments.apps' ? 'cut' : null),
};

/** Cuts the newest generation of the ledger off somewhere; false when there is none. */
export function damageNewest({ state }: Stage, share: number): boolean {
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' });
  const newest = files
    .filter((name) => /ledger-\d+\.json$/.test(name))
    .sort()
    .at(-1);
  if (newest === undefined) return false;
  const text = readFileSync(join(state, newest), 'utf8');
  writeFileSync(join(state, newest), text.slice(0, Math.floor(text.length * share)));
  return true;
}
