import type { Finding } from '../domain/finding.ts';
import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import { refOf } from '../kinds/refs.ts';
import { timeOf } from '../kinds/time.ts';
import { followReference } from './follow.ts';
import type { Scene } from './view.ts';

/** True when every host that leads to these workloads shows a certificate that has expired: nobody gets in. */
export function allHostsExpired(scene: Scene, workloads: readonly ObjectRef[], findings: readonly Finding[]): boolean {
  const secrets = findings.flatMap((finding) => expiredSecret(scene, finding));
  if (secrets.length === 0) return false;
  const ingresses = scene.snapshot.objects.Ingress.filter((ingress) =>
    followReference(scene, { subject: refOf(ingress) }).some((to) => workloads.some((w) => sameRef(w, to))),
  );
  const covered = ingresses.flatMap((ingress) => {
    const tls = ingress.spec?.tls ?? [];
    return (ingress.spec?.rules ?? []).map((rule) =>
      tls.some((t) => {
        const hosts = t.hosts ?? [];
        const isOurs = hosts.length === 0 || (typeof rule.host === 'string' && hosts.includes(rule.host));
        return isOurs && typeof t.secretName === 'string' && secrets.includes(t.secretName);
      }),
    );
  });
  return covered.length > 0 && covered.every(Boolean);
}

function expiredSecret(scene: Scene, { code, subject }: Finding): readonly string[] {
  if (code !== 'certificate-not-ready') return [];
  const certificate = scene.snapshot.objects.Certificate.find((c) => sameRef(refOf(c), subject));
  const notAfter = timeOf(certificate?.status?.notAfter);
  const secret = certificate?.spec?.secretName;
  return secret && notAfter !== null && notAfter <= scene.view.now ? [secret] : [];
}
