import type { ObjectRef } from '../domain/object-ref.ts';
import type { Scene } from './view.ts';

/** The top owners of the pods a Service picks; of its workload's template when no pod exists. */
export function behindService(scene: Scene, namespace: string | null, name: string): readonly ObjectRef[] {
  const service = scene.view.get('Service', namespace, name);
  const selector = Object.entries(service?.spec?.selector ?? {});
  if (selector.length === 0) {
    const twin = scene.templatesIn(namespace).find((w) => w.object.metadata.name === name);
    return twin === undefined ? [] : [scene.index.ownerOf(twin.object)];
  }
  return scene
    .templatesIn(namespace)
    .filter((w) => selector.every(([key, value]) => w.labels[key] === value))
    .map((w) => scene.index.ownerOf(w.object));
}
