import type { ObjectOf } from '../../../src/kinds/registry.ts';
import { byReady, conditionOf, FINE, type Look, told } from './look.ts';

export function lookAtApplication({ spec, status }: ObjectOf<'Application'>): Look {
  const health = status?.health?.status ?? 'Unknown';
  const sync = status?.sync?.status ?? 'Unknown';
  const source = spec?.source ?? spec?.sources?.[0];
  return {
    ...FINE,
    status: `${health}, ${sync}`,
    about: told(
      source?.path ?? source?.chart,
      status?.sync?.revision && `at ${status.sync.revision.slice(0, 12)}`,
      status?.operationState?.phase === 'Succeeded' ? null : status?.operationState?.phase,
      status?.operationState?.phase === 'Succeeded' ? null : status?.operationState?.message?.slice(0, 200),
    ),
    trouble: health !== 'Healthy' || sync !== 'Synced',
  };
}

export function lookAtFlux({ spec, status }: ObjectOf<'Kustomization' | 'HelmRelease'>): Look {
  const at = status?.lastAppliedRevision ?? status?.lastAttemptedRevision;
  return byReady(status?.conditions, spec?.suspend === true ? 'suspended' : '', at ? `at ${at}` : '');
}

export function lookAtCertificate({ spec, status }: ObjectOf<'Certificate'>): Look {
  const names = (spec?.dnsNames ?? []).slice(0, 3).join(' ');
  return byReady(status?.conditions, names, status?.notAfter ? `until ${status.notAfter}` : '');
}

export function lookAtExternalSecret({ spec, status }: ObjectOf<'ExternalSecret'>): Look {
  const store = spec?.secretStoreRef;
  return byReady(status?.conditions, store ? `from ${store.kind ?? 'SecretStore'}/${store.name ?? '?'}` : '');
}

export function lookAtSealedSecret({ status }: ObjectOf<'SealedSecret'>): Look {
  const synced = conditionOf(status?.conditions, 'Synced');
  const failed = synced?.status === 'False';
  return {
    ...FINE,
    status: failed ? 'NotSynced' : 'Synced',
    about: failed ? told(synced.message) : '',
    trouble: failed,
  };
}

export function lookAtGitRepository({ spec, status }: ObjectOf<'GitRepository'>): Look {
  const { branch, tag, semver, commit } = spec?.ref ?? {};
  const from = told(spec?.url, commit ?? tag ?? semver ?? branch);
  return byReady(
    status?.conditions,
    spec?.suspend === true ? `${from}, suspended` : from,
    told(status?.artifact?.revision),
  );
}

export function lookAtHelmChart({ spec, status }: ObjectOf<'HelmChart'>): Look {
  const failed = conditionOf(status?.conditions, 'Failed');
  const isFailed = failed?.status === 'True';
  const about = told(spec?.chart, spec?.version, spec?.targetNamespace && `into ${spec.targetNamespace}`);
  const why = isFailed && told(failed?.reason, failed?.message?.slice(0, 200));
  return { ...FINE, status: isFailed ? 'Failed' : 'Installed', about: told(about, why), trouble: isFailed };
}
