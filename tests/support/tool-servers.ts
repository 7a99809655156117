// The three tool servers as a person starts them: the built CLI as a process, a recording for a cluster, fakes for the rest.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ServerName } from '../../src/mcp/tool.ts';
import { HISTORY, REPOSITORY } from '../fakes/github/history.ts';
import { fakeGithub } from '../fakes/github/server.ts';
import { type FakeSlack, fakeSlack } from '../fakes/slack/fake-slack.ts';
import type { FakeSlackOptions } from '../fakes/slack/types.ts';
import { scratch } from './cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');
export const CLI = join(ROOT, 'bin', 'k8s-monitor');

type Env = Readonly<Record<string, string>>;

export interface Start {
  readonly args: readonly string[];
  readonly env: Env;
  readonly cwd: string;
}

export interface Surroundings {
  /** How a server is started; more arguments may follow. */
  readonly start: (name: ServerName) => Start;
  readonly slack: FakeSlack;
}

/** A call that each server answers with something only the other side can have said. */
export const SAMPLE: Readonly<Record<ServerName, { tool: string; args: Record<string, unknown>; says: string }>> = {
  kubernetes: { tool: 'scan_cluster', args: { namespace: 'vault' }, says: 'vault-0' },
  github: {
    tool: 'list_commits',
    args: { path: null, since: null, until: null, limit: 5 },
    says: HISTORY.at(-1)?.sha.slice(0, 7) ?? '',
  },
  slack: { tool: 'check_channel', args: { channel: '#alerts' }, says: 'C0ALERTS' },
};

/** Fakes until the test is over. `channels`: those Slack has besides #alerts. */
export async function surroundings(channels: FakeSlackOptions['channels'] = []): Promise<Surroundings> {
  const github = await fakeGithub({ repository: REPOSITORY, commits: HISTORY });
  const slack = await fakeSlack({
    token: 'fake-bot-token',
    channels: [{ id: 'C0ALERTS', name: 'alerts' }, ...channels],
  });
  onTestFinished(async () => {
    await Promise.all([github.close(), slack.stop()]);
  });
  const cwd = scratch();
  const common = { PATH: process.env['PATH'] ?? '', HOME: cwd };
  const starts: Readonly<Record<ServerName, Pick<Start, 'args' | 'env'>>> = {
    kubernetes: { args: ['--snapshot', join(ROOT, 'tests', 'recordings', 'homelab')], env: {} },
    github: { args: [], env: { GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: github.url } },
    slack: {
      args: [],
      env: { SLACK_BOT_TOKEN: 'fake-bot-token', SLACK_API_URL: slack.url, SLACK_CHANNEL: '#alerts' },
    },
  };
  return {
    slack,
    start: (name) => {
      const { args, env } = starts[name];
      return { args: ['mcp', name, ...args], env: { ...common, ...env }, cwd };
    },
  };
}

export interface Running {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** Exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Runs until it ends or the test is over. */
export function run({ args, env, cwd }: Start): Running {
  const child = spawn(CLI, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, stderr: () => stderr, ended };
}

/** A server over HTTP on any free port; resolves with its address once it listens. */
export async function runHttp(start: Start, more: readonly string[] = []): Promise<Running & { readonly url: string }> {
  const running = run({ ...start, args: [...start.args, '--http', '--port', '0', ...more] });
  const dead = running.ended.then((code) => {
    throw new Error(`ended with ${code}: ${running.stderr()}`);
  });
  const told = async (): Promise<string> => {
    for (;;) {
      const [, url] = /serving at (\S+\/mcp)/.exec(running.stderr()) ?? [];
      if (url !== undefined) return url;
      if (running.child.stderr !== null) await once(running.child.stderr, 'data');
    }
  };
  const url = await Promise.race([told(), dead]);
  dead.catch(() => {});
  return { ...running, url };
}
