import { describe, expect, it } from 'vitest';
import { deployed } from '../../tests/support/common-cause.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { application, flux } from '../../tests/support/gitops.ts';
import { service } from '../../tests/support/service.ts';
import { run, since, stories } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';
import { condition } from '../../tests/support/workload.ts';

const degraded = { status: 'Degraded', lastTransitionTime: ago('20m') };
const argocd = service('argocd', { tier: 'P1' });

function brings(...names: readonly string[]): object {
  return { health: degraded, resources: names.map((name) => ({ kind: 'Deployment', namespace: name, name })) };
}

const crash = (name: string, age = '20m') => deployed(name, { age, waiting: { reason: 'CrashLoopBackOff' } });

describe('an application that Argo CD calls degraded', () => {
  it('only repeats what is broken in it', () => {
    const objects = [application(brings('a', 'b')), ...crash('b')];
    expect(stories([argocd], objects)).toEqual(['Deployment/b down']);
    const [draft] = run([argocd], objects).drafts;
    expect(draft?.root.findings.map((f) => f.code).at(-1)).toBe('app-degraded');
  });

  it('goes to the most important of several that are broken', () => {
    const objects = [application(brings('a', 'b')), ...crash('a', '3h'), ...crash('b')];
    const found = run([service('b', { tier: 'P2' })], objects).drafts.flatMap((d) => d.members);
    const with_ = found.filter((m) => m.findings.some((f) => f.code === 'app-degraded'));
    expect(with_.map((m) => m.service?.name)).toEqual(['b']);
  });

  it('is told by itself where nothing else says what is wrong, and not as trouble of Argo CD', () => {
    expect(stories([argocd], [application(brings('a'))])).toEqual(['Application/shop at-risk']);
    const listed = service('web', { gitops: { app: 'shop', path: null, repo: null } });
    expect(stories([argocd, listed], [application(brings('a'))])).toEqual(['web at-risk']);
  });

  it('puts at risk the only service that it brings, not one of several', () => {
    const fine = (name: string) => app(name, ['ok'], since('9d'));
    const objects = [application(brings('a', 'b')), ...fine('a'), ...fine('b')];
    expect(stories([service('a', { tier: 'P2' })], objects)).toContain('a at-risk');
    expect(stories([service('a', { tier: 'P2' }), service('b', { tier: 'P2' })], objects)).toContain(
      'Application/shop at-risk',
    );
  });
});

describe('what Flux applied and found unhealthy', () => {
  const failed = (reason: string) => condition('Ready', 'False', reason, '20m', 'timeout waiting for: Deployment/a/a');
  const inventory = { inventory: { entries: [{ id: 'a_a_apps_Deployment', v: 'v1' }] } };
  const labels = { 'helm.toolkit.fluxcd.io/name': 'a', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' };

  it('only repeats what is broken in it', () => {
    const kustomization = flux('Kustomization', 'apps', [failed('HealthCheckFailed')], {}, inventory);
    expect(stories([], [kustomization, ...crash('a')])).toEqual(['Deployment/a down']);
    const labelled = crash('a').map((o) =>
      JSON.parse(JSON.stringify(o).replace('"generation":1', `"labels":${JSON.stringify(labels)}`)),
    );
    expect(stories([], [flux('HelmRelease', 'a', [failed('UpgradeFailed')]), ...labelled])).toEqual([
      'Deployment/a down',
    ]);
  });

  it('is told beside it when it could not even be applied', () => {
    const kustomization = flux(
      'Kustomization',
      'apps',
      [condition('Ready', 'False', 'BuildFailed', '20m')],
      {},
      inventory,
    );
    expect(stories([], [kustomization, ...crash('a')])).toEqual(['Deployment/a down', 'Kustomization/apps at-risk']);
    expect(stories([], [flux('Kustomization', 'apps', [failed('HealthCheckFailed')], {}, inventory)])).toEqual([
      'Kustomization/apps at-risk',
    ]);
  });

  it('many that wait for one repository are one incident', () => {
    const waits = (name: string) =>
      flux('Kustomization', name, [condition('Ready', 'False', 'ArtifactFailed', '20m')], {
        sourceRef: { kind: 'GitRepository', name: 'home' },
      });
    const source = flux('GitRepository', 'home', [condition('Ready', 'False', 'GitOperationFailed', '2h')]);
    expect(stories([], [waits('a'), waits('b'), source])).toEqual([
      'GitRepository/home at-risk > Kustomization/a at-risk > Kustomization/b at-risk',
    ]);
  });
});
