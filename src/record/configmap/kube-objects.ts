/** Objects of a cluster that are read and replaced one by one, at paths such as `api/v1/namespaces/x/configmaps/y`. */
export interface KubeObjects {
  /** Null: there is no such object. Rejects with a ReadError; `forbidden` is one. */
  readonly get: (path: string, signal: AbortSignal) => Promise<unknown>;
  /**
   * Takes the place of the object if that is still at the body's resourceVersion, and answers what is there now. Rejects with a Conflict
   * when it isn't, else with a ReadError, after which it may have been written all the same.
   */
  readonly replace: (path: string, body: unknown, signal: AbortSignal) => Promise<unknown>;
  /** Makes it where there is none, by a PUT. Rejects with a Conflict when there is one by now, else with a ReadError. */
  readonly make: (path: string, body: unknown, signal: AbortSignal) => Promise<unknown>;
  /** The time by the server's own clock, behind by a second at most; null when it is not known. */
  readonly serverTime: () => Date | null;
}
