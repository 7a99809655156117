/** The cluster a cycle looked at. */
export interface ClusterInfo {
  /** uid of the namespace kube-system; `unknown` when it could not be read. */
  readonly uid: string;
  readonly name: string;
  readonly version: string | null;
  /** A hash of its API server's address and CA: two clusters may have the same name. Only of a live one. */
  readonly server?: string | undefined;
}

export const GAP_CAUSES = [
  'forbidden',
  'timeout',
  'unauthorized',
  'unreachable',
  'invalid',
  'error',
  'inconsistent',
] as const;
export type GapCause = (typeof GAP_CAUSES)[number];

/** Something the cycle wanted to read and could not. Unread is never healthy. */
export interface Gap {
  readonly verb: 'list' | 'get';
  /** Plural with its group: `pods`, `certificates.cert-manager.io`, `pods/log`. */
  readonly resource: string;
  /** Null: in the whole cluster. */
  readonly namespace: string | null;
  readonly cause: GapCause;
  readonly detail: string;
}

/** Stable name of a gap, to tell it once a day. */
export function gapKey(gap: Gap): string {
  return `gap:${gap.verb}:${gap.resource}:${gap.namespace ?? '*'}`;
}
