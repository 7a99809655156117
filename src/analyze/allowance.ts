import { MINUTE, SECOND } from '../domain/duration.ts';
import type { Service } from '../domain/service.ts';
import type { Probe } from '../kinds/container.ts';
import type { Pod } from '../kinds/pod.ts';

const DEFAULT_ALLOWANCE = 2 * MINUTE;

/**
 * How long a container may take from its start until it is ready. Milliseconds. The known issue's upper bound,
 * else the startup probe's budget, else the readiness probe's first delay and a minute, else two minutes.
 */
export function startupAllowance(pod: Pod, container: string, service: Service | null): number {
  const known = service?.knownIssues.find((issue) => issue.kind === 'slow-start');
  if (known?.kind === 'slow-start') return known.upToMs;
  const spec = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].find((c) => c.name === container);
  if (spec?.startupProbe) return budget(spec.startupProbe);
  const delay = spec?.readinessProbe?.initialDelaySeconds;
  if (typeof delay === 'number') return delay * SECOND + MINUTE;
  return DEFAULT_ALLOWANCE;
}

/** Kubernetes' own defaults: every 10 s, three failures. */
function budget(probe: Probe): number {
  const period = probe.periodSeconds ?? 10;
  return ((probe.initialDelaySeconds ?? 0) + period * (probe.failureThreshold ?? 3)) * SECOND;
}
