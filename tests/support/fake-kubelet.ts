// A scripted kubelet on loopback, behind TLS of its own: it answers /stats/summary, or as it is told.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { selfSigned } from './self-signed.ts';

export type Reply = { readonly status: number; readonly body?: string } | 'hang';

export interface FakeKubelet {
  readonly port: number;
  /** The CA that signs it: itself. */
  readonly ca: string;
  /** Paths, each with what stood in `authorization`. */
  readonly asked: readonly string[];
  readonly mostAtOnce: () => number;
}

/** How full the volume of a claim is, as a kubelet says it. */
export function volumeOf(namespace: string, name: string, usedBytes: number, capacityBytes: number, more: object = {}) {
  const figures = { usedBytes, capacityBytes, availableBytes: capacityBytes - usedBytes, inodes: 100, inodesFree: 90 };
  return { name: 'data', time: '2026-01-15T12:00:00Z', ...figures, pvcRef: { name, namespace }, ...more };
}

export function summaryOf(...volumes: readonly object[]): Reply {
  const pod = { podRef: { name: 'a-pod', namespace: 'any' }, cpu: { usageNanoCores: 1 }, volume: volumes };
  const body = { node: { nodeName: 'node-a' }, pods: [pod, { podRef: { name: 'without' } }] };
  return { status: 200, body: JSON.stringify(body) };
}

/** Ends with the test. */
export async function fakeKubelet(answer: () => Reply, delayMs = 0, host = '127.0.0.1'): Promise<FakeKubelet> {
  const asked: string[] = [];
  const [open, most] = [new Set<object>(), { count: 0 }];
  const { key, cert } = selfSigned({ host });
  const server = createServer({ key, cert }, (request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
    open.add(response);
    most.count = Math.max(most.count, open.size);
    response.on('close', () => open.delete(response));
    const reply = answer();
    if (reply === 'hang') return;
    setTimeout(() => response.writeHead(reply.status).end(reply.body ?? ''), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { port, ca: cert, asked, mostAtOnce: () => most.count };
}

/** No kubelet is asked on this machine itself: tests lead from here to it. */
export const NODE_ADDRESS = '192.0.2.7';

/** A node whose kubelet that is. */
export function nodeWith(port: number, name = 'node-a', parts: { readonly ready?: string } = {}) {
  return {
    kind: 'Node',
    metadata: { name },
    status: {
      addresses: [
        { type: 'Hostname', address: name },
        { type: 'InternalIP', address: NODE_ADDRESS },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
      conditions: [{ type: 'Ready', status: parts.ready ?? 'True' }],
    },
  };
}

/** A pod that mounts a claim. */
export function podWithClaim(namespace: string, name: string, claimName: string, nodeName = 'node-a') {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName } }];
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  return { kind: 'Pod', metadata: { namespace, name }, spec: { nodeName, containers: [], volumes }, status };
}
