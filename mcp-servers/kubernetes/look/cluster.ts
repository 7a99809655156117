import type { ObjectOf } from '../../../src/kinds/registry.ts';
import { latest, timeOf } from '../../../src/kinds/time.ts';
import { bytes, cores, quantity } from '../quantity.ts';
import { ago, conditionOf, FINE, type Look, told } from './look.ts';

export function lookAtNode({ spec, status }: ObjectOf<'Node'>): Look {
  const isReady = conditionOf(status?.conditions, 'Ready')?.status === 'True';
  const pressure = (status?.conditions ?? []).filter((one) => one.type !== 'Ready' && one.status === 'True');
  const taints = (spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect ?? ''}`);
  return {
    ready: null,
    status: told(isReady ? 'Ready' : 'NotReady', spec?.unschedulable === true && 'SchedulingDisabled'),
    about: told(
      ...pressure.map(({ type }) => type),
      taints.length > 0 && `taints ${taints.join(' ')}`,
      status?.allocatable && `cpu ${status.allocatable['cpu'] ?? '?'} memory ${status.allocatable['memory'] ?? '?'}`,
      status?.nodeInfo?.kubeletVersion,
    ),
    trouble: !isReady || pressure.length > 0 || spec?.unschedulable === true,
  };
}

export function lookAtEvent(event: ObjectOf<'Event'>, now: Date): Look {
  const { involvedObject: about, type, reason, message, series, count } = event;
  const times = series?.count ?? count ?? 1;
  return {
    ...FINE,
    status: told(type, reason),
    about: told(
      `${about.kind}/${about.name}`,
      times > 1 && `${times} times`,
      ago(lastSeen(event), now),
      message?.slice(0, 200),
    ),
    trouble: type === 'Warning',
  };
}

/** ISO time; undefined when the event says none. */
export function lastSeen(event: ObjectOf<'Event'>): string | undefined {
  const { lastTimestamp, series, eventTime, firstTimestamp, metadata } = event;
  const seen = latest(
    timeOf(lastTimestamp),
    timeOf(series?.lastObservedTime),
    timeOf(eventTime),
    timeOf(firstTimestamp),
  );
  return (seen ?? timeOf(metadata.creationTimestamp))?.toISOString();
}

export function lookAtQuota({ status }: ObjectOf<'ResourceQuota'>): Look {
  const used = Object.entries(status?.hard ?? {}).map(([name, hard]) => {
    const now = status?.used?.[name] ?? 0;
    return {
      text: `${name} ${now}/${hard}`,
      full: (quantity(now) ?? 0) >= (quantity(hard) ?? Number.POSITIVE_INFINITY),
    };
  });
  const full = used.some((one) => one.full);
  return { ...FINE, status: full ? 'Full' : 'Free', about: told(...used.map((one) => one.text)), trouble: full };
}

export function lookAtScaler({ spec, status }: ObjectOf<'HorizontalPodAutoscaler'>): Look {
  const bad = status?.conditions?.find(({ type, status: is }) => is === 'False' && type !== 'ScalingLimited');
  const target = spec?.scaleTargetRef;
  return {
    ready: `${status?.currentReplicas ?? 0}/${status?.desiredReplicas ?? 0}`,
    status: bad?.reason ?? 'Active',
    about: told(
      target && `scales ${target.kind}/${target.name}`,
      `${spec?.minReplicas ?? 1}-${spec?.maxReplicas ?? '?'} replicas`,
      bad?.message?.slice(0, 200),
    ),
    trouble: bad !== undefined,
  };
}

export function lookAtBudget({ spec, status }: ObjectOf<'PodDisruptionBudget'>): Look {
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status ?? {};
  const short = (currentHealthy ?? 0) < (desiredHealthy ?? 0);
  return {
    ready: `${currentHealthy}/${desiredHealthy}`,
    status: short ? 'TooFew' : 'Enough',
    about: told(
      `${disruptionsAllowed} may go`,
      spec?.minAvailable != null && `min ${spec.minAvailable}`,
      spec?.maxUnavailable != null && `max away ${spec.maxUnavailable}`,
    ),
    trouble: short,
  };
}

export function lookAtMetrics({ containers }: ObjectOf<'PodMetrics'>): Look {
  const sum = (name: string) =>
    (containers ?? []).reduce((total, { usage }) => total + (quantity(usage?.[name]) ?? 0), 0);
  return { ...FINE, about: `cpu ${cores(sum('cpu'))}, memory ${bytes(sum('memory'))}` };
}
