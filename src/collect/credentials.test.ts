import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectFrom, rawNamespaces, snapshotIn } from '../../tests/support/collecting.ts';
import { fakeApi, writeKubeconfig } from '../../tests/support/fake-api.ts';
import { selfSigned } from '../../tests/support/self-signed.ts';
import { type CredentialSource, findCredentials } from './credentials.ts';
import { openLink } from './http.ts';

const NOTHING: CredentialSource = { kubeconfig: null, context: null, home: null, serviceHost: null, servicePort: null };

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'k8s-monitor-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const config = (name: string, user: object = { token: 'x' }, cluster: object = {}) =>
  JSON.stringify({
    'current-context': name,
    clusters: [{ name: 'c', cluster: { server: `https://${name}.example:6443/base`, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name, context: { cluster: 'c', user: 'u' } }],
  });

describe('which credentials', () => {
  const at = folder({ one: config('one'), two: config('two') });
  const [one, two] = [join(at, 'one'), join(at, 'two')];

  test('the current context of the first file, or the one asked for from any file', () => {
    const both = [one, two].join(delimiter);
    expect(findCredentials({ ...NOTHING, kubeconfig: both }).name).toBe('one');
    const chosen = findCredentials({ ...NOTHING, kubeconfig: both, context: 'two' });
    expect(chosen.name).toBe('two');
    // As kubectl does it: of two clusters with one name the first file's counts.
    expect(chosen.server.href).toBe('https://one.example:6443/base/');
  });

  test('a file of KUBECONFIG that is not there is left out, like kubectl does', () => {
    expect(findCredentials({ ...NOTHING, kubeconfig: [join(at, 'gone'), two].join(delimiter) }).name).toBe('two');
  });

  test.each<[string, Partial<CredentialSource>, RegExp]>([
    ['no such file', { kubeconfig: '/nowhere/config' }, /KUBECONFIG names \/nowhere\/config: no such file/],
    ['a folder', { kubeconfig: at }, /can't be read: EISDIR/],
    ['unknown context', { kubeconfig: one, context: 'prod' }, /one: no context 'prod' \(known: one\)/],
    [
      'broken YAML',
      { kubeconfig: join(folder({ bad: 'clusters:\n  - a: [' }), 'bad') },
      /bad:2:\d+: not a readable kubeconfig/,
    ],
    ['other YAML', { kubeconfig: join(folder({ bad: '- 1' }), 'bad') }, /bad: not a readable kubeconfig/],
    ['no context', { kubeconfig: join(folder({ none: '{}' }), 'none') }, /no current-context; .* \(known: none\)/],
    [
      'a lost CA',
      { kubeconfig: join(folder({ c: config('c', {}, { 'certificate-authority': 'ca.pem' }) }), 'c') },
      /ca\.pem can't be read: ENOENT/,
    ],
    [
      'a bad address',
      { kubeconfig: join(folder({ c: config('c', {}, { server: 'nonsense' }) }), 'c') },
      /'nonsense' is not the address/,
    ],
    ['nothing at all', {}, /no kubeconfig found and not inside a cluster/],
    ['a context without a file', { context: 'prod' }, /context 'prod' is asked for/],
  ])('%s is said plainly', (_, source, message) => {
    expect(() => findCredentials({ ...NOTHING, ...source })).toThrow(expect.objectContaining({ name: 'ConfigError' }));
    expect(() => findCredentials({ ...NOTHING, ...source })).toThrow(message);
  });
});

describe('what a request carries', () => {
  test('row 4: the token of the service account is read again after a 401', async () => {
    const account = folder({ token: 'old\n', 'ca.crt': 'x' });
    const inside = { ...NOTHING, serviceHost: '::1', servicePort: '6443', serviceAccountDir: account };
    const credentials = findCredentials(inside);
    expect([credentials.name, credentials.server.href]).toEqual(['in-cluster', 'https://[::1]:6443/']);

    const api = await fakeApi({ token: 'new' });
    const link = openLink({ ...credentials, server: new URL(`${api.url}/`) });
    const wanted = { path: 'version', accept: '*/*', maxBytes: 1000, signal: AbortSignal.timeout(2_000) };
    expect((await link.get(wanted)).status).toBe(401);
    writeFileSync(join(account, 'token'), 'new');
    expect((await link.get(wanted)).status).toBe(200);
    expect(api.asked.map((one) => one.headers.authorization)).toEqual([
      'Bearer old',
      'Bearer old',
      'Bearer old',
      'Bearer new',
    ]);
    link.close();
    await api.stop();
  });

  test('a credential plugin is asked once, and again after a 401', async () => {
    const api = await fakeApi({ token: 'from-plugin' });
    const at = folder({ 'plugin.mjs': PLUGIN, count: '' });
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: [join(at, 'plugin.mjs'), join(at, 'count')],
    };
    writeFileSync(join(at, 'config'), config('plugged', { exec }, { server: api.url }));
    const link = openLink(findCredentials({ ...NOTHING, kubeconfig: join(at, 'config') }));
    const wanted = { path: 'version', accept: '*/*', maxBytes: 1000, signal: AbortSignal.timeout(10_000) };
    expect((await link.get(wanted)).status).toBe(200);
    expect((await link.get(wanted)).status).toBe(200);
    expect(api.asked.map((one) => one.headers.authorization)).toEqual([
      'Bearer stale',
      'Bearer from-plugin',
      'Bearer from-plugin',
    ]);
    link.close();
    await api.stop();
  });

  test('a plugin that is not installed is a matter of configuration', async () => {
    const at = folder({ config: config('plugged', { exec: { command: 'no-such-plugin' } }) });
    await expect(collectFrom(join(at, 'config'))).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(
        /context 'plugged': credential plugin 'no-such-plugin': spawn no-such-plugin ENOENT/,
      ),
    });
  });

  test('basic authentication, impersonation, and a token file beside the kubeconfig', async () => {
    const at = folder({
      basic: config('a', { username: 'me', password: 'pw', as: 'other' }),
      file: config('b', { tokenFile: 'token' }),
      token: 'from-file\n',
    });
    const headers = async (name: string) =>
      (await findCredentials({ ...NOTHING, kubeconfig: join(at, name) }).grant()).headers;
    expect(await headers('basic')).toEqual({ authorization: 'Basic bWU6cHc=', 'impersonate-user': 'other' });
    expect(await headers('file')).toEqual({ authorization: 'Bearer from-file' });
  });

  test('the older auth-provider goes through the whole client', async () => {
    const provider = { name: 'tokenFile', config: { tokenFile: join(folder({ token: 'provided' }), 'token') } };
    const at = folder({ config: config('c', { 'auth-provider': provider }) });
    const { headers, agent } = await findCredentials({ ...NOTHING, kubeconfig: join(at, 'config') }).grant();
    expect([headers, agent]).toEqual([{ authorization: 'Bearer provided' }, undefined]);
  });
});

describe('TLS', () => {
  const tls = selfSigned();

  test("the cluster's own authority is trusted", async () => {
    const api = await fakeApi({ tls, objects: rawNamespaces('kube-system') });
    expect(snapshotIn(await collectFrom(api.kubeconfig({ ca: tls.cert }))).gaps).toEqual([]);
    await api.stop();
  });

  test('any other is refused, at once and by name', async () => {
    const api = await fakeApi({ tls });
    const reading = await collectFrom(api.kubeconfig());
    expect(reading).toMatchObject({
      ok: false,
      gap: { cause: 'unreachable', detail: expect.stringContaining('TLS: ') },
    });
    await api.stop();
  });
});

describe('a name that nobody knows', () => {
  test('is said to be a matter of DNS', async () => {
    const reading = await collectFrom(writeKubeconfig('http://no-such-host.invalid:6443'));
    expect(reading).toMatchObject({
      ok: false,
      gap: { cause: 'unreachable', detail: expect.stringContaining('DNS: ') },
    });
  });
});

const PLUGIN = `
import { appendFileSync, readFileSync } from 'node:fs';
const file = process.argv[2];
const token = readFileSync(file, 'utf8') === '' ? 'stale' : 'from-plugin';
appendFileSync(file, '.');
console.log(JSON.stringify({ kind: 'ExecCredential', status: { token } }));
`;
