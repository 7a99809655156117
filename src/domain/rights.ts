/** A right that credentials may have, as RBAC writes it. */
export interface Right {
  readonly verb: string;
  /** '' is the core group; `*` any. */
  readonly group: string;
  /** `pods`, `pods/log`; `*` any. */
  readonly resource: string;
  /** Null: in every namespace, or not in any. */
  readonly namespace: string | null;
  /** Null: whatever it is called. */
  readonly name: string | null;
}

/** A rule as the API server sums it up: what its roles allow, wherever they come from. */
export interface RightsRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  /** Empty: whatever they are called. */
  readonly names: readonly string[];
}
