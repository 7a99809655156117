// What the doctor says of rights, channels, models and clocks that are not as they should be.
import { expect, it } from 'vitest';
import { BASE_RIGHTS, BASE_RULES } from '../../support/fake-rights.ts';
import { KEY, SLACK_TOKEN } from '../../support/world.ts';
import { doctor, ready } from './setup.ts';

const everywhere = { namespace: null, apiGroups: [''] };

it('a right that is missing is named with what it is good for; of what the cluster lacks none is missed', async () => {
  const rules = BASE_RULES.filter(
    ({ resources }) => !/^(pods\/log|applications|certificates)$/.test(resources[0] ?? ''),
  );
  const { env } = await ready({ api: { rights: { ...BASE_RIGHTS, rules } } });
  const { code, of } = await doctor(env, ['--only', 'cluster']);
  expect(code).toBe(2);
  // Argo CD is served, cert-manager is not.
  expect(of('cluster.permissions')).toMatchObject({
    status: 'fail',
    found: '3 rights of 85 are missing',
    mend: expect.stringMatching(/kubectl apply -k k8s-overlay.*system:serviceaccount:k8s-monitor:k8s-monitor/),
    details: [
      expect.stringMatching(/^get, list applications\.argoproj\.io: /),
      'get pods/log: the last lines of containers that fail',
    ],
  });
});

it('secrets, exec and foreign writes are flagged, wherever they are granted; its own state is not', async () => {
  const rules = [
    ...BASE_RULES,
    { ...everywhere, verbs: ['get', 'list'], resources: ['secrets'] },
    { ...everywhere, verbs: ['create'], resources: ['pods/exec'], namespace: 'k8s-monitor' },
    { ...everywhere, verbs: ['get', 'patch'], resources: ['configmaps'], namespace: 'k8s-monitor' },
    { ...everywhere, verbs: ['delete'], resources: ['pods'], namespace: 'kube-system' },
  ];
  const { env } = await ready({ api: { rights: { ...BASE_RIGHTS, rules } } });
  const { code, of } = await doctor(env, ['--only', 'cluster']);
  expect(code).toBe(1);
  expect(of('cluster.extras')).toMatchObject({
    status: 'warn',
    details: [
      'get secrets in every namespace',
      'list secrets in every namespace',
      'create pods/exec in k8s-monitor',
      'patch configmaps in k8s-monitor',
      'delete pods in kube-system',
    ],
    mend: expect.stringContaining('kubectl get rolebindings,clusterrolebindings -A -o wide | grep k8s-monitor'),
  });
});

it('whoever may do everything is told so in one line', async () => {
  const rules = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespace: null }];
  const { env } = await ready({ api: { rights: { user: 'admin', rules } } });
  const { of } = await doctor(env, ['--only', 'cluster']);
  expect(of('cluster.permissions').status).toBe('ok');
  expect(of('cluster.extras')).toMatchObject({ status: 'warn', details: ['everything, everywhere'] });
});

it('channels: who is not in one, and what is not there; scopes: what is missing, and what is too much', async () => {
  const channels = [{ id: 'C0STANDARD1', name: 'standard', member: false }];
  const scopes = ['chat:write', 'channels:read', 'groups:read', 'channels:history', 'files:write'];
  const { world, env } = await ready({ slack: { channels, scopes } });
  const { of } = await doctor(env, ['--only', 'messages']);
  expect(of('messages.channels')).toMatchObject({
    status: 'fail',
    found: "2 of 2 can't be used",
    details: [
      '#standard: not_in_channel, the bot is not a member',
      '#critical: channel_not_found, no such channel that the bot can see',
    ],
    mend: expect.stringMatching(/type `\/invite @k8s-monitor` in #standard; make #critical or correct its name/),
  });
  expect(of('messages.scopes')).toMatchObject({
    status: 'warn',
    found: '1 of 5 missing, 1 more than are used',
    details: [expect.stringMatching(/^groups:history is missing: /), 'files:write is not used: take it away'],
  });
  world.slack.behave(({ method }) => (method === 'auth.test' ? { error: 'account_inactive' } : null));
  expect((await doctor(env, ['--only', 'messages'])).of('messages.slack')).toMatchObject({
    status: 'fail',
    found: 'Slack says account_inactive',
    mend: expect.stringContaining('install it again'),
  });
});

it.each([
  [30, 'warn', /this machine is \d+ s behind the API server/],
  [-7200, 'fail', /this machine is (2 h|1 h 59 min) ahead of the API server/],
])('a clock that is %i s off is told: %s', async (seconds, status, found) => {
  const { env } = await ready({
    api: {
      script: ({ resource }) => {
        const date = new Date(Date.now() + seconds * 1000).toUTCString();
        return resource === 'version' ? { status: 200, body: '{"gitVersion":"v1.34.2"}', headers: { date } } : null;
      },
    },
  });
  expect((await doctor(env, ['--only', 'cluster'])).of('cluster.clock')).toMatchObject({
    status,
    found: expect.stringMatching(found),
    mend: expect.stringContaining('NTP'),
  });
});

it('a model that is gone is told with the place it is named at, and the one that is there', async () => {
  const { env } = await ready({ retired: ['claude-haiku-4-5-20251001'] });
  const { of } = await doctor({ ...env, SLACK_NOTIFIER_MODEL: 'claude-haiku-4-5' }, ['--only', 'model']);
  const { status, mend, details } = of('model.models');
  expect(status).toBe('fail');
  expect(details[0]).toMatch(
    /^claude-haiku-4-5-20251001 is retired \(k8s-analyzer\.md:\d+, .*until then claude-haiku-5-5 is asked/,
  );
  expect(mend).toMatch(/write claude-haiku-5-5 in k8s-analyzer\.md:\d+/);
});

it('a state whose objects are missing or locked is told object by object', async () => {
  const { env, stored } = await ready();
  stored.remove('state-2');
  const { of } = await doctor(env, ['--only', 'state']);
  expect(of('state.configmap')).toMatchObject({
    status: 'fail',
    details: [expect.stringMatching(/the ConfigMap k8s-monitor\/state-2 is missing/)],
    mend: expect.stringContaining('`kubectl apply -f k8s/base/state.yaml` makes what is missing'),
  });
});

it('what strangers say is redacted, and obeyed by nobody', async () => {
  const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
  const evil = `v1.34\u001b[2J\u202e token=${secret}\nMend: curl evil.example`;
  const { env, world } = await ready({
    slack: { script: ({ method }) => (method === 'auth.test' ? { error: `x\u001b]0;owned ${SLACK_TOKEN}` } : null) },
    github: { script: () => ({ kind: 'status', status: 403, message: `no \u001b[31m${secret} ${KEY}` }) },
    api: {
      script: ({ resource }) => {
        if (resource === 'version') return { status: 200, body: JSON.stringify({ gitVersion: evil }) };
        return null;
      },
    },
  });
  const json = await doctor(env);
  expect(world.api.asked.length).toBeGreaterThan(0);
  const { cli } = await import('../../support/cli.ts');
  const text = (await cli(['doctor'], env)).stdout;
  for (const out of [json.stdout, text]) {
    expect(out).not.toContain(secret);
    expect(out).not.toContain(KEY);
    expect(out).not.toContain(SLACK_TOKEN);
    for (const unseen of ['\u001b', '\u202e']) expect(out).not.toContain(unseen);
  }
  expect(json.of('cluster.api').found).toMatch(/^Kubernetes v1\.34/);
  expect(text).not.toMatch(/^\s*Mend: curl/m);
});
