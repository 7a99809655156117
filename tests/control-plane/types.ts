import type { Binaries } from './binaries.ts';
import type { Run, User } from './client.ts';
import type { SetLogs } from './logs.ts';

export type ControlPlaneOptions = {
  /** Real controllers, scheduler and fake kubelets; all on unless told. */
  controllers?: boolean;
  scheduler?: boolean;
  kwok?: boolean;
  /** Users besides `admin` and `monitor`; they have no rights until a test binds some. */
  users?: readonly User[];
  /** After how long without a heartbeat a node counts as lost (40 s). */
  nodeGraceSeconds?: number;
  /** How long events are kept (a duration, 1h). */
  eventTtl?: string;
  /** Default: what `ensureBinaries` finds or compiles. */
  binaries?: Binaries;
};

export type ControlPlane = {
  url: string;
  caFile: string;
  /** The run's folder: logs of the servers, kubeconfigs, everything; gone after `stop`. */
  dir: string;
  adminToken: string;
  /** The admin's kubeconfig file. */
  kubeconfig: string;
  /** The kubeconfig file of a user of the token file: `monitor`, or one of `options.users`. */
  kubeconfigFor: (user: string) => string;
  /** A kubeconfig file for any bearer token (a service account's, or a wrong one). */
  kubeconfigForToken: (name: string, token: string) => string;
  kubectl: Run;
  /** Applies a manifest: text, or a path to a file or folder. */
  apply: (manifest: string) => Promise<void>;
  setLogs: SetLogs;
  stop: () => Promise<void>;
};
