import { ALL_KINDS, type Kind } from '../kinds/registry.ts';
import { DETECTORS } from './detectors/index.ts';

/** Read although no detector judges them yet: they explain a fault to people, and a recording should hold them. */
export const CONTEXT_KINDS = [
  'PodDisruptionBudget',
  'ResourceQuota',
  'SealedSecret',
  'Application',
  'Kustomization',
  'HelmRelease',
  'GitRepository',
  'PodMetrics',
] as const satisfies readonly Kind[];

/** Every kind a cycle reads, in reading order: what the detectors declare, and the context. */
export function kindsToRead(): readonly Kind[] {
  const wanted = new Set<Kind>([...DETECTORS.flatMap((detector) => detector.reads), ...CONTEXT_KINDS]);
  return ALL_KINDS.filter((kind) => wanted.has(kind));
}
