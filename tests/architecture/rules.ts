// The house, as data: who may import whom, and what has one place only. docs/architecture.md tells the same in words.

/** The rooms of the house a file can be in; `root` is everything outside src/ and mcp-servers/, such as package.json. */
export type Room = keyof typeof MAY_IMPORT | 'root' | 'tests';

const STEPS = ['collect', 'analyze', 'correlate', 'escalate', 'notify', 'record'] as const;
const FACTS = ['domain', 'kinds', 'platform'] as const;
const PARTS = [...FACTS, 'config', ...STEPS, 'agents', 'mcp', 'cycle', 'mcp-servers'] as const;

/** Each room may import from itself and from these. A step never imports another step. */
export const MAY_IMPORT = {
  domain: [],
  platform: ['domain'],
  kinds: ['domain', 'platform'],
  config: ['domain', 'platform'],
  collect: [...FACTS, 'agents'],
  analyze: [...FACTS, 'agents'],
  correlate: [...FACTS, 'agents'],
  escalate: [...FACTS, 'agents'],
  notify: [...FACTS, 'agents', 'mcp'],
  record: [...FACTS, 'agents'],
  agents: [...FACTS, 'mcp', 'root'],
  mcp: ['domain', 'platform'],
  // Tool servers stand beside the steps, and read and send through the same ports.
  'mcp-servers': [...FACTS, 'mcp', 'collect', 'correlate', 'notify'],
  cycle: [...FACTS, ...STEPS, 'agents'],
  // Looks at what is set up; what it looks at is handed in.
  doctor: [...FACTS, 'config'],
  // Drafts files from a snapshot; reading the cluster and writing the files is done by whoever asks.
  setup: [...FACTS, 'config', 'analyze', 'notify'],
  // Replays what a cycle would ask; whoever asks is handed in.
  evals: [...PARTS, 'root'],
  compose: [...PARTS, 'doctor', 'evals', 'root'],
  cli: [...PARTS, 'doctor', 'setup', 'evals', 'compose', 'root'],
} as const satisfies Record<string, readonly string[]>;

/** A tool server imports from its own folder and from this one, never from another server. */
export const SHARED_BY_SERVERS = 'mcp-servers/shared';

/** Packages that only these rooms may import. */
export const PACKAGE_HOME: readonly { readonly package: string; readonly rooms: readonly Room[] }[] = [
  { package: '@kubernetes/client-node', rooms: ['collect'] },
  { package: '@modelcontextprotocol/sdk', rooms: ['mcp'] },
  { package: '@anthropic-ai/sdk', rooms: ['agents', 'compose'] },
  { package: '@octokit/rest', rooms: ['correlate', 'compose'] },
  { package: '@slack/web-api', rooms: ['notify', 'compose'] },
  { package: 'nodemailer', rooms: ['notify', 'compose'] },
  { package: 'liquidjs', rooms: ['notify', 'compose'] },
];

/** The only packages and Node modules that src/domain may import: facts do no I/O. */
export const DOMAIN_PACKAGES: readonly string[] = ['zod', 'node:crypto'];

/** What may be used in these files only; a name that ends in `/` stands for a folder. */
export const ONE_PLACE = {
  'process.env': ['src/config/env.ts'],
  'process.exit': ['src/cli/main.ts', 'src/cli/entry.ts'],
  console: ['src/cli/'],
  'the clock': ['src/platform/clock.ts'],
} as const satisfies Record<string, readonly string[]>;

export const LONGEST_FILE = 300;
export const LONGEST_MEDIAN = 80;
