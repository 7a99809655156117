import { z } from 'zod';
import { addressIn } from './address.ts';
import { IntOrString, list, opt, Timestamp } from './meta.ts';
import { shared } from './shared.ts';
import { Text } from './text.ts';

const NamedRef = z.object({ name: opt(z.string()), key: opt(z.string()), optional: opt(z.boolean()) });

/** Of a variable's value only an address in it is kept: it may name a Service, and it may be a secret. */
const EnvVar = z
  .object({
    name: z.string(),
    value: opt(z.string()),
    valueFrom: opt(z.object({ secretKeyRef: opt(NamedRef), configMapKeyRef: opt(NamedRef) })),
    address: opt(z.string()),
  })
  .transform(({ value, ...env }) => ({ ...env, address: env.address ?? addressIn(env.name, value ?? '') }));

const Probe = z.object({
  httpGet: opt(z.object({ path: opt(z.string()), port: IntOrString, scheme: opt(z.string()) })),
  tcpSocket: opt(z.object({ port: IntOrString })),
  exec: opt(z.object({ command: list(z.string()) })),
  grpc: opt(z.object({ port: z.number() })),
  initialDelaySeconds: opt(z.number()),
  periodSeconds: opt(z.number()),
  timeoutSeconds: opt(z.number()),
  failureThreshold: opt(z.number()),
});
export type Probe = z.infer<typeof Probe>;

const Quantities = z.record(z.string(), IntOrString).nullish();

const Port = z.object({ name: opt(z.string()), containerPort: z.number(), protocol: opt(z.string()) });
const Probes = shared(Probe);

export const Container = z.object({
  name: z.string(),
  image: opt(z.string()),
  restartPolicy: opt(z.string()),
  ports: opt(shared(z.array(Port))),
  env: opt(shared(z.array(EnvVar))),
  envFrom: list(z.object({ secretRef: opt(NamedRef), configMapRef: opt(NamedRef) })),
  resources: opt(shared(z.object({ requests: Quantities, limits: Quantities }))),
  startupProbe: opt(Probes),
  readinessProbe: opt(Probes),
  livenessProbe: opt(Probes),
});
export type Container = z.infer<typeof Container>;

const Terminated = z.object({
  exitCode: z.number(),
  signal: opt(z.number()),
  reason: opt(z.string()),
  message: opt(Text),
  startedAt: opt(Timestamp),
  finishedAt: opt(Timestamp),
});
export type Terminated = z.infer<typeof Terminated>;

const ContainerState = z.object({
  waiting: opt(z.object({ reason: opt(z.string()), message: opt(Text) })),
  running: opt(z.object({ startedAt: opt(Timestamp) })),
  terminated: opt(Terminated),
});

export const ContainerStatus = z.object({
  name: z.string(),
  image: opt(z.string()),
  /** What was really pulled: `docker.io/acme/api@sha256:…`. */
  imageID: opt(z.string()),
  ready: opt(z.boolean()),
  started: opt(z.boolean()),
  restartCount: opt(z.number()),
  state: opt(ContainerState),
  lastState: opt(ContainerState),
});
export type ContainerStatus = z.infer<typeof ContainerStatus>;
