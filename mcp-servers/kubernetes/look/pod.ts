import type { ContainerStatus } from '../../../src/kinds/container.ts';
import type { ObjectOf } from '../../../src/kinds/registry.ts';
import { ago, type Look, told } from './look.ts';

export function lookAtPod({ metadata, spec, status }: ObjectOf<'Pod'>, now: Date): Look {
  const main = status?.containerStatuses ?? [];
  const init = status?.initContainerStatuses ?? [];
  const all = Math.max(main.length, spec?.containers?.length ?? 0);
  const ready = main.filter((container) => container.ready === true).length;
  const done = status?.phase === 'Succeeded';
  const restarts = [...init, ...main].reduce((sum, container) => sum + (container.restartCount ?? 0), 0);
  const word = metadata.deletionTimestamp ? 'Terminating' : (waitingOf(init, 'Init:') ?? waitingOf(main, ''));
  return {
    ready: `${ready}/${all}`,
    status: word ?? status?.reason ?? status?.phase ?? 'Unknown',
    about: told(
      restarts > 0 && `${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`,
      lastEnd([...init, ...main], now),
      pendingWhy(status?.conditions),
      spec?.nodeName,
    ),
    trouble: !done && (word !== null || ready < all || status?.phase !== 'Running'),
  };
}

function waitingOf(containers: readonly ContainerStatus[], prefix: string): string | null {
  for (const { state } of containers) {
    const reason = state?.waiting?.reason;
    // Main containers wait like this while the init containers run.
    if (reason && reason !== 'PodInitializing') return `${prefix}${reason}`;
    const ended = state?.terminated;
    if (ended && ended.exitCode !== 0) return `${prefix}${ended.reason ?? `exit ${ended.exitCode}`}`;
  }
  return null;
}

function lastEnd(containers: readonly ContainerStatus[], now: Date): string | null {
  const ends = containers.flatMap(({ lastState }) => lastState?.terminated ?? []);
  const last = ends.sort((a, b) => ((a.finishedAt ?? '') < (b.finishedAt ?? '') ? 1 : -1))[0];
  if (last === undefined) return null;
  return `last ${last.reason ?? 'end'} (exit ${last.exitCode}) ${ago(last.finishedAt, now)}`.trim();
}

function pendingWhy(conditions: NonNullable<ObjectOf<'Pod'>['status']>['conditions']): string | null {
  const scheduled = conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return scheduled === undefined ? null : (scheduled.message ?? scheduled.reason ?? 'not scheduled').slice(0, 200);
}
