// The ways to the pods, and the nodes they run on.
import {
  address,
  faultOf,
  hex,
  isLost,
  isMisspelt,
  labelsOf,
  ownedBy,
  PODS_PER_DEPLOYMENT,
  podName,
  range,
  type Served,
  served,
  spaceOf,
  uid,
  type World,
} from './world.ts';

export function service(world: World, i: number): Served {
  const clusterIP = `10.96.${i >> 8}.${i & 255}`;
  return served(spaceOf(i), {
    metadata: world.meta(`app-${i}`, i, spaceOf(i), 14, { labels: labelsOf(i) }),
    spec: {
      type: 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      selector: { app: isMisspelt(i) ? `ap-${i}` : `app-${i}` },
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
      sessionAffinity: 'None',
    },
    status: { loadBalancer: {} },
  });
}

export function endpointSlice(world: World, i: number): Served {
  const namespace = spaceOf(i);
  const endpoints = range(PODS_PER_DEPLOYMENT, (k) => i * PODS_PER_DEPLOYMENT + k).map((pod) => {
    const ready = faultOf(pod) === null;
    return {
      addresses: [address(pod)],
      conditions: { ready, serving: ready, terminating: false },
      nodeName: `node-${pod % world.nodes}`,
      targetRef: { kind: 'Pod', namespace, name: podName(pod), uid: uid(pod) },
    };
  });
  return served(namespace, {
    metadata: world.meta(`app-${i}-${hex(i).slice(0, 5)}`, i, namespace, 14, {
      labels: { ...labelsOf(i), 'kubernetes.io/service-name': `app-${i}` },
      ...ownedBy('v1', 'Service', `app-${i}`, i),
    }),
    addressType: 'IPv4',
    endpoints: isMisspelt(i) ? null : endpoints,
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  });
}

/** One in front of every fifth Service. */
export function ingress(world: World, i: number): Served {
  const name = `app-${i * 5}`;
  const backend = { service: { name, port: { number: 80 } } };
  return served(spaceOf(i * 5), {
    metadata: world.meta(name, i, spaceOf(i * 5), 14),
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: `${name}.example`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  });
}

export function ingressClass(world: World): Served {
  return served(null, { metadata: world.meta('nginx', 1, null, 4), spec: { controller: 'k8s.io/ingress-nginx' } });
}

export function node(world: World, i: number): Served {
  const lost = isLost(i);
  const why = lost ? { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' } : {};
  const healthy = (type: string) => (type === 'Ready' ? 'True' : 'False');
  return served(null, {
    metadata: world.meta(`node-${i}`, i, null, 40, {
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': `node-${i}`,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'm6i.4xlarge',
        'topology.kubernetes.io/region': 'region-1',
        'topology.kubernetes.io/zone': `region-1-${i % 3}`,
      },
    }),
    spec: { podCIDR: `10.${i & 255}.0.0/24`, providerID: `cloud:///zone-${i % 3}/${hex(i)}` },
    status: {
      capacity: { cpu: '16', memory: '65843204Ki', pods: '110', 'ephemeral-storage': '103809024Ki' },
      allocatable: { cpu: '15890m', memory: '62843204Ki', pods: '110', 'ephemeral-storage': '95672346Ki' },
      conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) =>
        world.condition(type, lost ? 'Unknown' : healthy(type), {
          ...why,
          lastTransitionTime: lost ? world.ago(40) : world.old,
          lastHeartbeatTime: world.ago(lost ? 40 : 1),
        }),
      ),
      addresses: [{ type: 'InternalIP', address: `192.168.${i >> 8}.${i & 255}` }],
      nodeInfo: { kubeletVersion: 'v1.34.1', architecture: 'amd64', operatingSystem: 'linux', machineID: uid(i) },
      images: range(50, (k) => ({
        names: [`registry.example/app-${k}@sha256:${hex(k).repeat(8)}`, `registry.example/app-${k}:3.0`],
        sizeBytes: 50_000_000 + k,
      })),
    },
  });
}

export function lease(world: World, i: number): Served {
  return served('kube-node-lease', {
    metadata: world.meta(`node-${i}`, i, 'kube-node-lease', 8, ownedBy('v1', 'Node', `node-${i}`, i)),
    spec: { holderIdentity: `node-${i}`, leaseDurationSeconds: 40, renewTime: world.ago(isLost(i) ? 40 : 0) },
  });
}
