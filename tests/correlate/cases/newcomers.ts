import type { RealCase } from '../real-case.ts';

const ECR = '852893458518.dkr.ecr.us-east-2.amazonaws.com';
const denied = (image: string) => [
  `image ${ECR}/${image} cannot be pulled: no basic auth credentials`,
  'pull access denied, repository does not exist or may require authorization',
];
const CREWAI = { about: 'Deployment/oncall-crewai/orchestrator', app: 'oncall-crewai' };
const CLAW = { about: 'Deployment/openclaw-qwen/openclaw-qwen', app: 'openclaw-qwen' };

/** What came new, and what a new part of it did. */
export const NEWCOMERS: readonly RealCase[] = [
  {
    name: 'a new application in a namespace without pull secret',
    at: '2026-02-24T18:05:00Z',
    ...CREWAI,
    faults: ['image-pull'],
    words: denied('oncall-crewai:v1.0.0'),
    blame: '81cf96e',
    why: 'it came without one',
  },
  {
    name: 'two ConfigMaps of one name, since sub-folders are synced',
    at: '2026-03-04T17:36:00Z',
    ...CREWAI,
    faults: ['crash-loop'],
    words: ['orchestrator crashes again and again (3 restarts): exit code 1', 'KeyError: GITHUB_AGENT_URL'],
    blame: '4ea1472',
    traps: ['5e53c81'],
    why: 'the manifests lay there for 45 min unsynced',
  },
  {
    name: 'a new application, found by its name',
    at: '2026-02-08T12:00:00Z',
    about: 'Deployment/kagent/kagent-controller',
    faults: ['crash-loop'],
    words: ['controller crashes again and again (3 restarts): exit code 1', 'unsupported database type: postgresql'],
    blame: '285e96b',
    traps: ['bbc0870', '524b527'],
    why: 'six minutes old',
  },
  {
    name: 'an init container that hangs',
    at: '2026-07-23T20:35:30Z',
    ...CLAW,
    faults: ['init-hanging'],
    words: ['init container init-github-mcp has not finished for 3 min'],
    blame: '86c22e4',
    traps: ['0393356', '0607fe1'],
    why: 'it is the one that was added',
  },
  {
    name: 'the mend of the hanging init container crashes',
    at: '2026-07-23T20:39:30Z',
    ...CLAW,
    faults: ['crash-loop'],
    words: [
      'init-github-mcp crashes again and again (3 restarts): exit code 1',
      'JSON: unexpected token } in config patch',
    ],
    blame: '541f100',
    traps: ['86c22e4'],
    why: 'the nearer of two that name the container',
  },
  {
    name: 'a new ExternalSecret with a key nobody may read',
    at: '2026-07-15T15:40:00Z',
    about: 'postgresql',
    faults: ['secret-not-syncing'],
    words: ['secret cnpg-backup-credentials is not synced: could not get secret data from provider: 403'],
    blame: 'a4fb898',
    traps: ['1acffb2'],
    why: 'it was added nine minutes before',
  },
  {
    name: 'an ExternalSecret that reads from another store',
    at: '2026-07-14T16:01:00Z',
    about: 'postgresql',
    faults: ['secret-not-syncing'],
    words: ['secret kagent-db-credentials is not synced: SecretStore "vault-kagent-db" is not ready'],
    blame: '800afa8',
    why: 'the store it names',
  },
];
