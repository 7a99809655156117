import { isDatabaseImage } from '../../../domain/databases.ts';
import type { Service } from '../../../domain/service.ts';
import { namespaceOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { View } from '../../detector.ts';

type CronJob = ObjectOf<'CronJob'>;

const SAYS = /backup|dump|restic|velero|pgbackrest|barman|wal-?g(?![a-z])|xtrabackup|kopia|borgmatic/i;
/** What works on backups that others made. */
const AROUND = /restor|prune|clean|retention|verif|check|expir|delet|exporter|monitor|report/i;

/** Its name, a label or an image says that it makes backups. */
function isBackup(cronJob: CronJob): boolean {
  if (AROUND.test(cronJob.metadata.name)) return false;
  const template = cronJob.spec?.jobTemplate?.spec?.template;
  const containers = [...(template?.spec?.initContainers ?? []), ...(template?.spec?.containers ?? [])];
  return [
    cronJob.metadata.name,
    ...Object.values(cronJob.metadata.labels ?? {}),
    ...Object.values(template?.metadata?.labels ?? {}),
    // Of an image only its name: `1.4-dump` is a tag like any other.
    ...containers.map((c) => /([^/@:]*)(?:[:@][^/]*)?$/.exec(c.image ?? '')?.[1] ?? ''),
  ].some((text) => SAYS.test(text));
}

/** The listed data layer whose backup this CronJob is: the one it is named after, else the one in its namespace. */
export function backedUp(view: Pick<View<'CronJob'>, 'services'>, cronJob: CronJob): Service | null {
  if (!isBackup(cronJob)) return null;
  const layers = view.services.filter((s) => s.dataLayer);
  const near = layers.filter((s) => s.namespaces.includes(namespaceOf(cronJob)));
  const named = (s: Service): boolean => isNamedAfter(cronJob, s.name);
  return near.find(named) ?? near[0] ?? layers.find(named) ?? null;
}

const MAKES_DATABASES = ['StatefulSet', 'Deployment'] as const;
export const DATABASE_KINDS = [...MAKES_DATABASES, 'CronJob'] as const;

/** Names of the workloads that run a known database, by their namespace. */
export function databasesByNamespace(
  view: View<(typeof MAKES_DATABASES)[number]>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const workload of MAKES_DATABASES.flatMap((kind) => [...view.list(kind)])) {
    const images = (workload.spec?.template?.spec?.containers ?? []).map((c) => c.image ?? '');
    if (workload.spec?.replicas === 0 || !images.some(isDatabaseImage)) continue;
    const known = found.get(namespaceOf(workload));
    if (known === undefined) found.set(namespaceOf(workload), [workload.metadata.name]);
    else known.push(workload.metadata.name);
  }
  return found;
}

/** What the backup is of: a listed data layer, else a database that runs beside it; null where there is none. */
export function dataBehind(
  view: Pick<View<'CronJob'>, 'services'>,
  cronJob: CronJob,
  databases: ReadonlyMap<string, readonly string[]>,
): string | null {
  const listed = backedUp(view, cronJob);
  if (listed !== null || !isBackup(cronJob)) return listed?.name ?? null;
  const beside = databases.get(namespaceOf(cronJob)) ?? [];
  return beside.find((name) => isNamedAfter(cronJob, name)) ?? beside[0] ?? null;
}

/** `mysql` in `nightly-mysql-backup`, not in `mysqladmin-backup`. */
function isNamedAfter({ metadata }: CronJob, name: string): boolean {
  return `-${metadata.name}-`.includes(`-${name}-`);
}
