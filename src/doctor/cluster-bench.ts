import type { Right, RightsRule } from '../domain/rights.ts';
import type { Kind } from '../kinds/registry.ts';

/** The cluster of the settings. All of it rejects with a ReadError, or a ConfigError where there are no credentials. */
export interface ClusterBench {
  readonly greet: (signal: AbortSignal) => Promise<{
    /** The context of the kubeconfig. */
    readonly name: string;
    /** `https://10.0.0.1:6443`. */
    readonly server: string;
    readonly version: string | null;
    /** How far its clock is ahead of ours, to a second. */
    readonly aheadMs: number | null;
  }>;
  /** What ledgers know the cluster by; null: not known, or nobody may be asked. Never rejects. */
  readonly uid: (signal: AbortSignal) => Promise<string | null>;
  /** Some namespaces, and how many there are. */
  readonly namespaces: (
    most: number,
    signal: AbortSignal,
  ) => Promise<{ readonly names: readonly string[]; readonly total: number | null }>;
  /** The server's name for us; null where it doesn't tell. */
  readonly whoAmI: (signal: AbortSignal) => Promise<string | null>;
  readonly may: (right: Right, signal: AbortSignal) => Promise<boolean>;
  /** What may be done in a namespace, there or everywhere. */
  readonly rights: (
    namespace: string,
    signal: AbortSignal,
  ) => Promise<{ readonly rules: readonly RightsRule[]; readonly incomplete: boolean }>;
  readonly serves: (kind: Kind, signal: AbortSignal) => Promise<boolean>;
  /** Asks for one object of a kind. */
  readonly sample: (kind: Kind, signal: AbortSignal) => Promise<void>;
  /** We run in a pod of it, with the token of its service account. */
  readonly isInside: () => Promise<boolean>;
  /** Asks the kubelet of one node how full volumes are; null: there is no node to ask. */
  readonly askKubelet: (signal: AbortSignal) => Promise<{
    readonly node: string;
    readonly refusal: { readonly found: string; readonly mend: string } | null;
  } | null>;
}
