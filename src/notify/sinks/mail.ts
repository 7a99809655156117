import type { EmailSettings } from '../../domain/sink-settings.ts';
import type { Outgoing } from '../sink.ts';
import type { SinkDeps } from './deps.ts';
import { viewOf } from './view.ts';

/** More references than this make no header any longer. */
const MOST_REFERENCES = 20;

/**
 * The mail of a message. Those about one incident refer to the same id, by which mail programs put them together; one that arrives
 * twice has the same Message-ID.
 */
export function mailOf(message: Outgoing, { from, to }: EmailSettings, cluster: ReturnType<SinkDeps['cluster']>) {
  const viewing = { cluster: cluster.name, room: null, linksBroken: true } as const;
  const { headline, text, deliveryId, mention } = viewOf(message, viewing);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const threads = message.incidentIds
    .slice(0, MOST_REFERENCES)
    .map((id) => `<${`${id}.${cluster.uid}`.replace(/[^\w.-]/g, '-')}@${domain}>`);
  const [first] = threads;
  return {
    from: { name: 'k8s-monitor', address: from },
    to: [...to],
    subject: headline,
    text,
    messageId: `<${deliveryId}@${domain}>`,
    ...(first === undefined ? {} : { inReplyTo: first, references: threads }),
    ...(mention ? { priority: 'high' as const } : {}),
    headers: {
      'X-K8s-Monitor-Delivery': deliveryId,
      'X-K8s-Monitor-Severity': message.severity,
      'X-K8s-Monitor-Kind': message.kind,
      // RFC 3834: no holiday notes come back.
      'Auto-Submitted': 'auto-generated',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
