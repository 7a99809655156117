import type { ObjectOf } from '../../../src/kinds/registry.ts';
import type { Condition } from '../../../src/kinds/text.ts';
import { ago, conditionOf, type Look, told } from './look.ts';

type Template = NonNullable<ObjectOf<'Deployment'>['spec']>['template'];

interface Counts {
  readonly wanted: number;
  readonly ready: number;
  readonly updated?: number | null | undefined;
}

export function lookAtReplicas(object: ObjectOf<'Deployment' | 'Rollout' | 'StatefulSet' | 'ReplicaSet'>): Look {
  const { spec, status } = object;
  const wanted = spec?.replicas ?? 1;
  const updated = object.kind === 'ReplicaSet' ? null : object.status?.updatedReplicas;
  const paused = spec !== null && spec !== undefined && 'paused' in spec && spec.paused === true;
  const counts = { wanted, ready: status?.readyReplicas ?? 0, updated };
  return lookAtCounts(counts, status?.conditions, spec?.template, paused);
}

export function lookAtDaemonSet({ spec, status }: ObjectOf<'DaemonSet'>): Look {
  const counts = {
    wanted: status?.desiredNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    updated: status?.updatedNumberScheduled,
  };
  return lookAtCounts(counts, status?.conditions, spec?.template, false);
}

function lookAtCounts(
  { wanted, ready, updated }: Counts,
  conditions: readonly Condition[] | null | undefined,
  template: Template,
  paused: boolean,
): Look {
  const stuck = conditions?.find(
    ({ type, status }) =>
      (type === 'Progressing' && status === 'False') || (type === 'ReplicaFailure' && status === 'True'),
  );
  const rollingOut = updated !== null && updated !== undefined && updated < wanted && `${updated}/${wanted} updated`;
  const status = stuck?.reason ?? (wanted === 0 ? 'ScaledToZero' : ready < wanted ? 'NotReady' : 'Ready');
  return {
    ready: `${ready}/${wanted}`,
    status,
    about: told(paused && 'paused', rollingOut, stuck?.message?.slice(0, 200), imagesOf(template)),
    trouble: stuck !== undefined || ready < wanted,
  };
}

function imagesOf(template: Template): string {
  return (template?.spec?.containers ?? []).flatMap(({ image }) => image ?? []).join(' ');
}

export function lookAtJob({ spec, status }: ObjectOf<'Job'>, now: Date): Look {
  const failed = conditionOf(status?.conditions, 'Failed');
  const isFailed = failed?.status === 'True';
  const isDone = conditionOf(status?.conditions, 'Complete')?.status === 'True';
  return {
    ready: `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`,
    status: isFailed ? 'Failed' : isDone ? 'Complete' : spec?.suspend === true ? 'Suspended' : 'Running',
    about: told(
      (status?.failed ?? 0) > 0 && `${status?.failed} failed`,
      isFailed && told(failed?.reason, failed?.message?.slice(0, 200)),
      status?.startTime && `started ${ago(status.startTime, now)}`,
    ),
    trouble: isFailed || (!isDone && (status?.failed ?? 0) > 0),
  };
}

export function lookAtCronJob({ spec, status }: ObjectOf<'CronJob'>, now: Date): Look {
  const { lastScheduleTime: last, lastSuccessfulTime: good } = status ?? {};
  const active = status?.active?.length ?? 0;
  return {
    ready: null,
    status: spec?.suspend === true ? 'Suspended' : active > 0 ? `Active ${active}` : 'Waiting',
    about: told(
      spec?.schedule,
      spec?.timeZone,
      last && `last run ${ago(last, now)}`,
      good ? `last success ${ago(good, now)}` : 'no success known',
    ),
    trouble: spec?.suspend !== true && last !== undefined && last !== null && (!good || good < last) && active === 0,
  };
}
