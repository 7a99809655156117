import { dependsOn } from '../domain/dependencies.ts';
import { DAY } from '../domain/duration.ts';
import type { Finding } from '../domain/finding.ts';
import type { TroubleFacts } from '../domain/incident.ts';
import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import { type Service, TIERS, type Tier } from '../domain/service.ts';
import type { Pod } from '../kinds/pod.ts';
import { latest, timeOf } from '../kinds/time.ts';
import { IMMINENT_FULL, volumeShare } from '../kinds/volume-share.ts';
import { blocksWay } from './blocked-ways.ts';
import { lastSuccess } from './cronjob-state.ts';
import { allHostsExpired } from './expired-hosts.ts';
import { isIngressController } from './ingress-controller.ts';
import type { Attributed, StateOf } from './state.ts';
import { isSystem } from './system.ts';
import type { Scene } from './view.ts';

const IMMINENT_EXPIRY = 3 * DAY;

export function factsOf(
  scene: Scene,
  service: Service | null,
  root: ObjectRef,
  all: readonly Attributed[],
  state: StateOf,
): TroubleFacts {
  const node = root.kind === 'Node' ? root : null;
  return {
    ratedAs: service?.tier ?? (isSystem(root) ? 'P1' : null),
    ready: state.ready,
    wanted: state.wanted,
    blockedRollout: state.blockedRollout,
    gone: state.gone,
    dataLayerOfP0: service !== null && servesP0(scene, service),
    ingressController: isIngressController(scene, root),
    imminent: all.some((a) => a.to.primary && imminent(scene, a)),
    stopsTraffic: all.some((a) => stopsTraffic(scene, a.finding)) || showsOnlyExpired(scene, service, root, all),
    hosts: node === null ? null : hostedTier(scene, node),
    lastSuccess: root.kind === 'CronJob' && state.state === 'down' ? lastSuccess(scene, root) : null,
    onlyNode: node !== null && scene.snapshot.objects.Node.length === 1,
    startedAt: lastStart(
      scene,
      all.filter((a) => a.to.primary),
    ),
  };
}

function servesP0(scene: Scene, service: Service): boolean {
  if (!service.dataLayer) return false;
  return service.tier === 'P0' || scene.view.services.some((s) => s.tier === 'P0' && dependsOn(s, service));
}

/** Out of memory again since the last cycle or nearly so now, a certificate with less than three days left, or a volume that is as good as full. */
function imminent(scene: Scene, { finding }: Attributed): boolean {
  if (finding.code === 'memory-near-limit') return true;
  if (finding.code === 'oom-killed') return restartedAgain(scene, finding);
  if (finding.code === 'volume-nearly-full') return isAsGoodAsFull(scene, finding);
  if (finding.code !== 'certificate-expiring' && finding.code !== 'certificate-not-ready') return false;
  const certificate = scene.snapshot.objects.Certificate.find(
    (c) => c.metadata.name === finding.subject.name && c.metadata.namespace === finding.subject.namespace,
  );
  const notAfter = timeOf(certificate?.status?.notAfter);
  return notAfter !== null && notAfter.getTime() - scene.view.now.getTime() < IMMINENT_EXPIRY;
}

function isAsGoodAsFull({ view }: Scene, { subject }: Finding): boolean {
  const figures = view.volumeOf(subject.namespace, subject.name);
  return figures !== undefined && (volumeShare(figures)?.share ?? 0) >= IMMINENT_FULL;
}

function restartedAgain(scene: Scene, { subject, container }: Finding): boolean {
  const pod = podOf(scene, subject);
  const status = statusesOf(pod).find((s) => s.name === container);
  if (pod === undefined || status === undefined) return false;
  const before = scene.view.previousRestarts(pod, status.name);
  return before !== undefined && (status.restartCount ?? 0) > before;
}

/** The latest start among the containers that findings are about; of a container that doesn't run, its pod's. */
function lastStart(scene: Scene, all: readonly Attributed[]): Date | null {
  const starts = all.map(({ finding }) => {
    const pod = podOf(scene, finding.subject);
    const status = statusesOf(pod).find((s) => s.name === finding.container);
    return timeOf(status?.state?.running?.startedAt) ?? timeOf(pod?.status?.startTime);
  });
  return latest(...starts);
}

function podOf(scene: Scene, ref: ObjectRef): Pod | undefined {
  return ref.kind === 'Pod' ? scene.view.get('Pod', ref.namespace, ref.name) : undefined;
}

function statusesOf(pod: Pod | undefined) {
  return [...(pod?.status?.containerStatuses ?? []), ...(pod?.status?.initContainerStatuses ?? [])];
}

/** An Ingress that leads nowhere (no class, no Service, no such port), or a Service in use that picks nothing. */
function stopsTraffic(scene: Scene, finding: Finding): boolean {
  const { code, subject } = finding;
  return blocksWay(finding) || code === 'ingress-broken' || (code === 'endpoints-unmatched' && isUsed(scene, subject));
}

/** Nobody who checks certificates gets in. */
function showsOnlyExpired(scene: Scene, service: Service | null, root: ObjectRef, all: readonly Attributed[]): boolean {
  const workloads = service === null ? [root] : scene.match.workloadsOf(service);
  return allHostsExpired(
    scene,
    workloads,
    all.map((a) => a.finding),
  );
}

/** An ingress routes to the Service: what it leads to was meant to get traffic. */
function isUsed(scene: Scene, service: ObjectRef): boolean {
  return scene.snapshot.objects.Ingress.some(
    (ingress) =>
      ingress.metadata.namespace === service.namespace &&
      (ingress.spec?.rules ?? []).some((rule) =>
        (rule.http?.paths ?? []).some((path) => path.backend?.service?.name === service.name),
      ),
  );
}

/** The most important tier with a workload on this node; DaemonSets run everywhere and say nothing. */
function hostedTier(scene: Scene, node: ObjectRef): Tier | null {
  const tiers = scene.snapshot.objects.Pod.filter((pod) => pod.spec?.nodeName === node.name)
    .map((pod) => scene.index.ownerOf(pod))
    .filter((owner) => owner.kind !== 'DaemonSet' && !sameRef(owner, node))
    .map((owner) => scene.match.primary(owner)?.tier)
    .filter((tier): tier is Tier => tier !== undefined);
  return TIERS.find((tier) => tiers.includes(tier)) ?? null;
}
