/**
 * What a change of a manifest is about, as far as it can explain a fault. `off`: an object or an application is gone or
 * switched off; `chart`: the version of a Helm chart; `access`: service accounts and roles; `other`: nothing the rules know.
 */
export const FIELD_KINDS = [
  'image',
  'chart',
  'limits',
  'requests',
  'env',
  'config',
  'secret',
  'probe',
  'port',
  'selector',
  'scheduling',
  'storage',
  'replicas',
  'ingress',
  'security',
  'command',
  'quota',
  'schedule',
  'access',
  'off',
  'new',
  'other',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** One field that changed, or one object that came or went. */
export interface FieldChange {
  readonly kind: FieldKind;
  /** In the repository; null for a change seen in the cluster. */
  readonly file: string | null;
  /** Of the object it belongs to, where the patch or the cluster tells; null: not known. */
  readonly object: { readonly kind: string | null; readonly name: string | null } | null;
  /** For people, redacted, never the value of a secret: `memory limit 512Mi → 64Mi`. */
  readonly text: string;
  /** Values as written, redacted; null where there is none, or where it is not shown. */
  readonly from: string | null;
  readonly to: string | null;
}
