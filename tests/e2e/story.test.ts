// The whole story once: a commit cut a memory limit, the pods die of it, and one message says so with the way back.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { AGENT_NAMES } from '../../src/domain/agent.ts';
import { Report } from '../../src/domain/report.ts';
import { fakeGithub } from '../fakes/github/server.ts';
import { fakeMessages } from '../fakes/messages/fake-messages.ts';
import { byAgent, inTurn } from '../fakes/messages/script.ts';
import { fakeSlack } from '../fakes/slack/fake-slack.ts';
import { cli, SERVICES, scratch } from '../support/cli.ts';
import { kubectl } from './cluster.ts';
import { minutesBefore } from './homelab/times.ts';
import { onHomelab } from './lab.ts';
import { recover } from './recover.ts';
import * as scenarios from './scenarios.ts';

const SHA = 'c0ffee5a1b2c3d4e5f60718293a4b5c6d7e8f901';
const SINCE = 6;
const PATCH = '@@ -18,6 +18,6 @@ spec:\n           limits:\n-            memory: 512Mi\n+            memory: 64Mi';

onHomelab('the whole story', (cluster) => {
  it('backend out of memory, a commit 12 minutes earlier, four agents through MCP, one Slack message', async () => {
    onTestFinished(() => recover(cluster));
    await scenarios.backendOom(cluster, SINCE);
    const at = minutesBefore(SINCE + 12);
    const github = await fakeGithub({
      repository: 'arigsela/kubernetes',
      commits: [
        {
          sha: SHA,
          author: 'Robin',
          authorDate: at,
          committerDate: at,
          subject: 'chores-tracker-backend: smaller pods',
          files: [{ path: 'base-apps/chores-tracker-backend/deployments.yaml', status: 'modified', patch: PATCH }],
        },
      ],
    });
    const pods = await kubectl(cluster, 'get', 'pods', '-n', 'chores-tracker-backend', '-o', 'name');
    const pod = pods.split('\n')[0]?.replace('pod/', '') ?? '';
    const messages = await fakeMessages({
      key: 'sk-ant-fake',
      script: byAgent({
        'k8s-analyzer': inTurn([
          {
            tools: [
              {
                name: 'mcp__kubernetes__get_logs',
                input: {
                  namespace: 'chores-tracker-backend',
                  pod,
                  container: null,
                  previous: true,
                  tailLines: 20,
                  contains: null,
                },
              },
            ],
          },
          {
            json: {
              cause: {
                text: 'It is killed while it warms its cache: 64Mi are too little for that.',
                confidence: 'high',
                evidence: ['E1', 'T1'],
              },
              notChecked: [],
              checks: [{ command: 'C1', why: 'the last state should show OOMKilled' }],
            },
          },
        ]),
        'github-reviewer': {
          json: {
            ranking: [{ sha: SHA.slice(0, 7), why: 'It cuts the memory limit from 512Mi to 64Mi.', rollBack: true }],
          },
        },
        'escalation-manager': {
          json: {
            severity: 'SEV-1',
            reason: 'No pod serves.',
            evidence: ['E1'],
            impact: 'Nobody can use the chores tracker.',
          },
        },
        'slack-notifier': {
          json: {
            headline: 'The chores tracker is down, probably too little memory',
            summary: 'Both pods are killed at start, probably since the limit was cut.',
            impact: 'Chores cannot be read or ticked off.',
            nextSteps: [{ text: 'Look at the last state of a pod.', command: 'C1' }],
          },
        },
      }),
    });
    const slack = await fakeSlack({ token: 'xoxb-fake', channels: [{ id: 'C0CRITICAL1', name: 'critical-alerts' }] });
    onTestFinished(async () => {
      await Promise.all([github.close(), slack.stop()]);
      await messages.stop();
    });
    const { code, stdout, stderr } = await cli(
      ['run', '--once', '--output', 'json', '--services', SERVICES, '--state', scratch()],
      {
        KUBECONFIG: cluster.kubeconfigFor('monitor'),
        ANTHROPIC_API_KEY: 'sk-ant-fake',
        ANTHROPIC_BASE_URL: messages.url,
        GITHUB_REPOSITORY: 'arigsela/kubernetes',
        GITHUB_API_URL: github.url,
        SLACK_BOT_TOKEN: 'xoxb-fake',
        SLACK_API_URL: slack.url,
      },
    );
    expect(code, stderr).toBe(0);
    const report = Report.parse(JSON.parse(stdout));

    expect([...new Set(messages.requests.map((r) => r.asked?.agent))]).toEqual([...AGENT_NAMES]);
    expect(messages.requests.find((r) => r.asked?.turn === 1)?.asked?.results[0]?.text).toContain(
      'memory 63 MiB of 64 MiB',
    );
    expect(report.agents.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(report.usage.inputTokens).toBeLessThan(30_000);

    expect(slack.messages).toHaveLength(1);
    const text = slack.messages[0]?.text ?? '';
    for (const part of [
      'chores-tracker-backend is down',
      'too little for that',
      'Chores cannot be read or ticked off',
      SHA.slice(0, 7),
      'min before the first symptom',
      `git revert ${SHA.slice(0, 7)}`,
      'kubectl -n chores-tracker-backend describe pod',
      '5-6 minutes',
    ])
      expect(text).toContain(part);
    expect(comparable(shownInReadme())).toBe(comparable(text));
  });
});

/**
 * The README shows this message; dates, ages, ids and the names of pods differ each time, and the Deployment counts as short only
 * when its controller has seen the pods before the cycle does.
 */
function comparable(text: string): string {
  return text
    .trim()
    .split('\n')
    .filter((line) => !/0 of 2 replicas are ready$|describe deployment /.test(line))
    .join('\n')
    .replace(/chores-tracker-backend-[a-z0-9]+-[a-z0-9]{5}\b/g, 'POD')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:[\d.]+Z)?/g, 'DATE')
    .replace(/\b\d+ min\b/g, 'N min')
    .replace(/INC-\d+-\d+ · cycle \S+/, 'INC · cycle')
    .replace(/^ {2}http\S*:? ?\/\/\S+\/commit\//m, '  …/commit/');
}

function shownInReadme(): string {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
  return /<!-- message -->\n+```text\n([\s\S]*?)```\n+<!-- \/message -->/.exec(readme)?.[1] ?? '';
}
