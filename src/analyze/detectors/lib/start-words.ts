import { between, clip, hasAny } from './words.ts';

/** What the container runtime says when it can't start a container: the most telling needles first. */
const CAUSES: readonly { readonly needles: readonly string[]; readonly words: string }[] = [
  { needles: ['exec format error'], words: 'its image is built for another processor' },
  {
    needles: ['not a directory: unknown', 'directory onto a file', 'error mounting', 'mounting', 'failed to mount'],
    words: 'one of its mounts fails',
  },
  {
    needles: ['is reserved for', 'already in use by container'],
    words: 'the node still holds an older container of that name',
  },
  { needles: ['no space left on device'], words: 'the disk of the node is full' },
  { needles: ['too many open files'], words: 'the node has too many open files' },
  {
    needles: ['cannot allocate memory', 'memory limit too low', 'container init was oom-killed', 'out of memory'],
    words: 'its memory limit is too low to start',
  },
  {
    needles: ['context deadline exceeded', 'deadlineexceeded', 'operation timeout'],
    words: 'the container runtime of the node did not answer in time',
  },
  { needles: ['apparmor', 'seccomp', 'selinux'], words: 'a security profile it names cannot be used' },
];

/** Why a container can't be created or started, in words that follow a colon. */
export function startWords(message: string): string {
  if (message === '') return 'the container runtime gives no cause';
  const text = message.toLowerCase();
  const known = CAUSES.find(({ needles }) => hasAny(text, needles));
  if (known !== undefined) return `${known.words} (${clip(message)})`;
  const command = between(message, 'exec:', '"', '"');
  const what = command === null ? 'its command' : `its command ${clip(command, 80)}`;
  if (hasAny(text, ['executable file not found', 'no such file or directory'])) return `${what} is not in the image`;
  if (text.includes('permission denied')) return `${what} may not be executed (permission denied)`;
  return clip(message);
}
