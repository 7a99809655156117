// Everything the monitor talks to, on loopback, for programs that run thousands of cycles: a stage can be kept, and set up again as it was.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stateObjectNames } from '../../../src/record/configmap/names.ts';
import { type FakeMessages, fakeMessages } from '../../fakes/messages/fake-messages.ts';
import type { Script as ModelScript } from '../../fakes/messages/script.ts';
import { type FakeSlack, fakeSlack } from '../../fakes/slack/fake-slack.ts';
import type { Accepted, Script } from '../../fakes/slack/types.ts';
import { type Asked, type FakeApi, fakeApi, type Reply } from '../../support/fake-api.ts';
import { type FakeObject, type FakeObjects, fakeObjects } from '../../support/fake-objects.ts';
import { type Gone, startMonitor } from './monitor.ts';
import { REALM_SERVICES } from './realm.ts';

export type StoreKind = 'folder' | 'configmap';

export interface StageOptions {
  /** Folder of the whole program, which goes away with it. */
  readonly root: string;
  readonly store: StoreKind;
  /** Null: there is no model. */
  readonly model: ModelScript | null;
  readonly env?: Readonly<Record<string, string>>;
  /** What an earlier stage left; null: nothing. */
  readonly from: Kept | null;
}

/** A stage as it was: the state, and what Slack had accepted. */
export interface Kept {
  readonly folder: string;
  readonly objects: readonly FakeObject[];
  readonly messages: readonly Accepted[];
}

export interface Stage {
  readonly slack: FakeSlack;
  readonly api: FakeApi;
  readonly stored: FakeObjects;
  readonly kubeconfig: string;
  readonly store: StoreKind;
  /** Folder of the state, also where that is in ConfigMaps. */
  readonly state: string;
  /** What the cluster holds from here on. */
  readonly holds: (objects: readonly object[]) => void;
  /** What the servers do from here on; null: as usual. */
  readonly slackDoes: (script: Script | null) => void;
  readonly apiDoes: (script: ((asked: Asked) => Reply) | null) => void;
  readonly start: (at: Date, env?: Readonly<Record<string, string>>) => Run;
  readonly keep: () => Kept;
  readonly close: () => Promise<void>;
}

export interface Run {
  /** SIGKILL, now. Nothing when it is gone already. */
  readonly kill: () => void;
  /** The first call of the API: the cycle begins. Pending for a process that was gone before. */
  readonly began: Promise<void>;
  /** `cycleMs`: from there to its end. */
  readonly gone: Promise<Gone & { readonly cycleMs: number }>;
}

const TOKEN = 'xoxb-fake-token-for-tests-000000';
const KEY = 'sk-ant-fake-key-for-tests-000000000000';
export const CHANNELS = { '#critical': 'C0CRITICAL1', '#standard': 'C0STANDARD1' } as const;
export const WHERE = { namespace: 'monitor', name: 'state' } as const;
const NAMES = stateObjectNames(WHERE.name);

/** Enough for servers that answer, on a machine that is busy. */
const USUAL = {
  API_CALL_TIMEOUT_SECONDS: '10',
  READ_DEADLINE_SECONDS: '20',
  SEND_PACE_SECONDS: '0.02',
  SLACK_CHANNEL: '#standard',
  SLACK_CHANNEL_CRITICAL: '#critical',
  SLACK_BOT_TOKEN: TOKEN,
};

export async function stage({ root, store, model, env = {}, from }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(root, 'stage-'));
  const home = join(root, 'home');
  const state = join(folder, 'state');
  const services = join(root, 'services.txt');
  mkdirSync(home, { recursive: true });
  if (!existsSync(services)) writeFileSync(services, REALM_SERVICES);
  if (from === null) mkdirSync(state);
  else cpSync(from.folder, state, { recursive: true });

  const held: object[] = [];
  let apiScript: ((asked: Asked) => Reply) | null = null;
  let hears = (): void => {};
  const asked = (one: Asked): Reply => {
    hears();
    return apiScript?.(one) ?? null;
  };
  const stored = fakeObjects(WHERE.namespace, NAMES);
  for (const object of from?.objects ?? []) stored.change(object.metadata.name, putBack(object), object.kind);
  const api = await fakeApi({ objects: held, logs: {}, stored, script: asked });
  const channels = Object.entries(CHANNELS).map(([name, id]) => ({ id, name: name.slice(1) }));
  const slack = await fakeSlack({ token: TOKEN, channels, accepted: from?.messages ?? [] });
  const messages: FakeMessages | null = model === null ? null : await fakeMessages({ script: model, key: KEY });
  const kubeconfig = api.kubeconfig();
  const all = {
    ...USUAL,
    KUBECONFIG: kubeconfig,
    SERVICES_FILE: services,
    STATE_DIR: store === 'folder' ? state : `configmap:${WHERE.namespace}/${WHERE.name}`,
    SLACK_API_URL: slack.url,
    ...(messages === null ? {} : { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: messages.url }),
    ...env,
  };
  const args = ['run', '--once', '--output', 'json', ...(model === null ? ['--no-model'] : [])];
  return {
    slack,
    api,
    stored,
    kubeconfig,
    store,
    state,
    holds: (objects) => void held.splice(0, held.length, ...objects),
    slackDoes: slack.behave,
    apiDoes: (script) => {
      apiScript = script;
    },
    start: (at, more = {}) => {
      const { promise: began, resolve } = Promise.withResolvers<void>();
      let beganAt = Number.NaN;
      hears = () => {
        if (Number.isNaN(beganAt)) beganAt = performance.now();
        resolve();
      };
      const { kill, gone } = startMonitor([...args, '--now', at.toISOString()], { ...all, ...more }, home);
      return { kill, began, gone: gone.then((end) => ({ ...end, cycleMs: performance.now() - beganAt })) };
    },
    keep: () => {
      const kept = mkdtempSync(join(root, 'kept-'));
      cpSync(state, kept, { recursive: true });
      const objects = [...NAMES.configMaps.map((name) => stored.read(name)), stored.read(NAMES.lease, 'Lease')];
      return { folder: kept, objects, messages: structuredClone(slack.messages) };
    },
    close: async () => {
      // A killed client leaves the model's script alone with its answer, which is no fault of the script.
      await Promise.all([api.stop(), slack.stop(), messages?.stop()]);
      rmSync(folder, { recursive: true, force: true });
      rmSync(dirname(kubeconfig), { recursive: true, force: true });
    },
  };
}

function putBack({ data, binaryData, spec, metadata }: FakeObject): (now: FakeObject) => void {
  return (now) => {
    if (data !== undefined) now.data = { ...data };
    if (binaryData !== undefined) now.binaryData = { ...binaryData };
    if (spec !== undefined) now.spec = { ...spec };
    now.metadata = { ...metadata, resourceVersion: now.metadata.resourceVersion };
  };
}
