/** Words the kubelet has for a container that waits because of its image. */
export const IMAGE_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ImageInspectError',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** … because something it refers to is missing, or its settings contradict each other. */
export const CONFIG_REASONS: ReadonlySet<string> = new Set(['CreateContainerConfigError', 'VerifyNonRootError']);

/** … because the container runtime can't create or start it, or a hook of it fails. */
export const START_REASONS: ReadonlySet<string> = new Set([
  'CreateContainerError',
  'RunContainerError',
  'RunInitContainerError',
  'StartError',
  'ContainerCannotRun',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
  'KillContainerError',
]);

/** … which others tell: whatever else it waits for is told as a pod that does not start. */
export function isToldByReason(reason: string): boolean {
  return reason === 'CrashLoopBackOff' || [IMAGE_REASONS, CONFIG_REASONS, START_REASONS].some((set) => set.has(reason));
}
