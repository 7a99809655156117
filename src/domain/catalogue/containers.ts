import type { CatalogueEntry } from './entry.ts';

/** What a container does or fails to do. */
export const CONTAINERS = {
  'crash-loop': {
    sentence: '{container} crashes again and again ({restarts}): {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the run that crashed',
  },
  'oom-crash-loop': {
    sentence: '{container} is killed again and again for using more memory than {limit} ({restarts})',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the memory limit with what it needs; look for a change of the limit',
  },
  'oom-killed': {
    sentence: '{container} was killed for using more memory than {limit} and {now} ({restarts})',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the memory limit with what it needs',
  },
  'restarts-growing': {
    sentence: '{container} keeps restarting ({restarts}, {grown}): {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the run before',
  },
  'image-pull': {
    sentence: 'image {image} of {container} cannot be pulled: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'check the image name and tag, and the pull secret',
  },
  'container-config': {
    sentence: '{container} cannot be created: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'look for the ConfigMap, Secret or key that is named',
  },
  'container-start': {
    sentence: '{container} cannot be started: {cause}',
    class: 'runtime',
    fromDependency: false,
    symptom: false,
    firstStep: 'check the command and the mounts of the container',
  },
  'init-hanging': {
    sentence: 'init container {container} has not finished for {duration}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'read the log of the init container: it usually waits for something',
  },
  'not-ready': {
    sentence: '{what} runs but is not ready, past its startup allowance of {allowance}: {cause}',
    class: 'runtime',
    fromDependency: true,
    symptom: false,
    firstStep: 'look at the readiness probe and the log',
  },
  'memory-near-limit': {
    sentence: '{container} uses {used} of memory, {share} of its limit of {limit}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'look whether it grows; raise the limit or find the leak',
  },
  'cpu-throttled': {
    sentence: '{container} uses all of its CPU limit of {limit} and {effect}',
    class: 'config',
    fromDependency: false,
    symptom: false,
    firstStep: 'compare the CPU limit with what it needs',
  },
} as const satisfies Record<string, CatalogueEntry>;
