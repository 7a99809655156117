import { z } from 'zod';

const Container = z.object({
  image: z.string().nullish().catch(null),
  env: z
    .array(z.looseObject({ name: z.string() }))
    .nullish()
    .catch(null),
});

const PodSpec = z.object({
  initContainers: z.array(Container).nullish().catch(null),
  containers: z.array(Container).nullish().catch(null),
});
export type PodSpec = z.infer<typeof PodSpec>;

/** What matters of the spec of a pod or of a template, as served or as a recording kept it; null when it is none. */
export function podSpecIn(spec: unknown): PodSpec | null {
  return PodSpec.safeParse(spec).data ?? null;
}

export function imagesIn({ initContainers, containers }: PodSpec): string[] {
  return [...(containers ?? []), ...(initContainers ?? [])].flatMap(({ image }) => image ?? []);
}

/** False where values of variables were not kept: then only their names can be compared. */
export function knowsValues({ containers }: PodSpec): boolean {
  return !(containers ?? []).some(({ env }) => (env ?? []).some((one) => !('value' in one) && !one['valueFrom']));
}
