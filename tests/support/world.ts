// Everything the monitor talks to, on loopback, and the monitor as a process among it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import { type FakeGithub, fakeGithub } from '../fakes/github/server.ts';
import type { FakeSetup } from '../fakes/github/types.ts';
import { type FakeMessages, fakeMessages } from '../fakes/messages/fake-messages.ts';
import type { Script } from '../fakes/messages/script.ts';
import { type FakeSlack, fakeSlack } from '../fakes/slack/fake-slack.ts';
import type { FakeSlackOptions } from '../fakes/slack/types.ts';
import { cli, type Ended, scratch } from './cli.ts';
import { type FakeApi, type FakeApiOptions, fakeApi } from './fake-api.ts';
import { commits, type Foreign, GITHUB, NOW, outage, SERVICES_TXT } from './outage.ts';

export interface WorldOptions {
  /** What the model answers; null: nobody has a key. */
  readonly model: Script | null;
  readonly foreign?: Foreign;
  readonly api?: FakeApiOptions;
  readonly slack?: Partial<FakeSlackOptions>;
  /** Null: no repository is set. */
  readonly github?: Partial<FakeSetup> | null;
  readonly retired?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface World {
  readonly api: FakeApi;
  readonly messages: FakeMessages;
  readonly github: FakeGithub;
  readonly slack: FakeSlack;
  readonly env: Readonly<Record<string, string>>;
  /** The same folder for every cycle of this world. */
  readonly state: string;
  readonly cycle: (options?: CycleOptions) => Promise<Cycle>;
}

export interface CycleOptions {
  readonly at?: string;
  readonly args?: readonly string[];
  /** Of this cycle only. */
  readonly env?: Readonly<Record<string, string>>;
}

export type Cycle = Ended & { readonly report: Report; readonly ms: number };

export const KEY = 'sk-ant-fake-key-for-tests-000000000000';
export const SLACK_TOKEN = 'xoxb-fake-token-for-tests-000000';

export async function world(options: WorldOptions): Promise<World> {
  const { foreign = {} } = options;
  const api = await fakeApi({ ...outage(foreign), ...options.api });
  const messages = await fakeMessages({
    script: options.model ?? (() => ({ fail: 500 })),
    key: KEY,
    ...(options.retired && { retired: options.retired }),
  });
  const github = await fakeGithub({ ...GITHUB, commits: commits(foreign), ...options.github });
  const channels = [
    { id: 'C0CRITICAL1', name: 'critical' },
    { id: 'C0STANDARD1', name: 'standard' },
  ];
  const slack = await fakeSlack({ token: SLACK_TOKEN, channels, ...options.slack });
  onTestFinished(async () => {
    await Promise.all([api.stop(), github.close(), slack.stop()]);
    await messages.stop();
  });
  const state = scratch();
  const services = join(scratch(), 'services.txt');
  writeFileSync(services, SERVICES_TXT);
  const env = {
    KUBECONFIG: api.kubeconfig(),
    SERVICES_FILE: services,
    STATE_DIR: state,
    ...(options.model === null ? {} : { ANTHROPIC_API_KEY: KEY }),
    ANTHROPIC_BASE_URL: messages.url,
    ...(options.github === null
      ? {}
      : { GITHUB_REPOSITORY: GITHUB.repository, GITHUB_TOKEN: GITHUB.token, GITHUB_API_URL: github.url }),
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_API_URL: slack.url,
    SLACK_CHANNEL: '#standard',
    SLACK_CHANNEL_CRITICAL: '#critical',
    SECOND_LOOK_SECONDS: '0.1',
    ...options.env,
  };
  return {
    api,
    messages,
    github,
    slack,
    env,
    state,
    cycle: async ({ at = NOW, args = [], env: more = {} } = {}) => {
      const began = performance.now();
      const noModel = options.model === null ? ['--no-model'] : [];
      const ended = await cli(['run', '--once', '--output', 'json', '--now', at, ...noModel, ...args], {
        ...env,
        ...more,
      });
      return { ...ended, report: parse(ended), ms: performance.now() - began };
    },
  };
}

function parse({ code, stdout, stderr }: Ended): Report {
  const parsed = Report.safeParse(JSON.parse(stdout === '' ? 'null' : stdout));
  if (parsed.success) return parsed.data;
  throw new Error(`exit ${code}, and no report: ${parsed.error.message}\n${stdout.slice(0, 400)}\n${stderr}`);
}
