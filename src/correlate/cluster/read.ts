/** An object as its source serves it. Unchecked, and somebody else's words. */
export type Served = Readonly<Record<string, unknown>>;

export interface ServedList {
  readonly objects: readonly Served[];
  /** What is missing, for people. */
  readonly limits: readonly string[];
}

/** When the data of a ConfigMap was last written, and by which program. */
export interface ConfigWrite {
  readonly name: string;
  readonly at: Date;
  readonly by: string | null;
}

/**
 * What the history of a cluster asks beyond what the cycle read; built from whatever reads the cluster. Methods reject with a
 * ReadError, or with the signal's reason.
 */
export interface ClusterRead {
  list(
    kind: 'ReplicaSet' | 'ControllerRevision' | 'Event',
    namespace: string,
    /** As kubectl takes it; null: all. */
    labelSelector: string | null,
    signal: AbortSignal,
  ): Promise<ServedList>;
  /** Of a namespace, without any of their data. */
  configWrites(namespace: string, signal: AbortSignal): Promise<readonly ConfigWrite[]>;
}
