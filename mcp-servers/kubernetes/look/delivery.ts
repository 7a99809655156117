import type { ObjectOf } from '../../../src/kinds/registry.ts';
import { byReady, FINE, type Look, told } from './look.ts';

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
