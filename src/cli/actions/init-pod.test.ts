import { expect, it } from 'vitest';
import { SETTING_NAMES } from '../../config/settings.ts';
import { SECRET_NAMES } from '../../setup/env-file.ts';
import { podSettings } from './init-pod.ts';

const inPod = (env: string) => Object.fromEntries(podSettings(env).values);

it('tells the pod where to send its tokens, and everything else that holds there too', () => {
  const said = {
    BUSINESS_TZ: 'Europe/Berlin',
    SLACK_API_URL: 'https://slack.example.com/api/',
    SLACK_CHANNEL: '#alerts',
    GITHUB_API_URL: 'https://github.example.com/api/v3',
    GIT_REPOSITORY: 'ssh://git@git.example.com/me/homelab',
    ANTHROPIC_BASE_URL: 'https://models.example.com',
    MONTHLY_BUDGET_USD: '5',
    API_CALL_TIMEOUT_SECONDS: '30',
  };
  const env = Object.entries(said).map(([name, value]) => `${name}='${value}'`);
  expect(podSettings(env.join('\n'))).toEqual({ values: new Map(Object.entries(said)), leftOut: [] });
});

it('tells it no secret, no empty value, and nothing that only this machine has', () => {
  const here = SETTING_NAMES.filter((name) => /^(?:KUBECONFIG|K3S_CONTEXT|RUN_ID)$|_FILE$|_DIR$/.test(name));
  expect(inPod([...SECRET_NAMES, ...here].map((name) => `${name}=value`).join('\n'))).toEqual({});
  expect(podSettings('KUBECONFIG=~/.kube/config\nSTATE_DIR=./data\nGITHUB_BRANCH=\nMINE=1')).toEqual({
    values: new Map(),
    leftOut: [],
  });
});

it.each([
  ['GITHUB_API_URL=https://me:hunter2@github.example.com', 'user, password or key'],
  ['SLACK_API_URL=https://slack.example.com/?token=hunter2', 'user, password or key'],
  ['GIT_REPOSITORY=../hunter2/homelab', 'clone'],
  ['GIT_REPOSITORY=hunter2/homelab', 'clone'],
  ['ROUTES_FILE=hunter2.yaml', 'mount'],
  ['MONITORING_INTERVAL_HOURS=0.5', 'CronJob'],
])('says that %s stays here, without its value', (env, why) => {
  const { values, leftOut } = podSettings(env);
  expect(values.size).toBe(0);
  expect(leftOut).toEqual([expect.stringContaining(why)]);
  expect(leftOut.join()).toContain(env.split('=')[0]);
  expect(leftOut.join()).not.toContain('hunter2');
});

it('leaves the kubelets to the component that gives the right to ask them', () => {
  expect(podSettings('KUBELET_FIGURES=on').leftOut).toEqual([
    expect.stringContaining('add components/kubelet-volume-figures'),
  ]);
  expect(inPod('KUBELET_FIGURES=off\nKUBELET_TLS=skip')).toEqual({ KUBELET_FIGURES: 'off', KUBELET_TLS: 'skip' });
});
