import { ACCESS_RESOURCES, ALL_ACCESS_KINDS } from '../../src/collect/access-kinds.ts';

/** What a role must allow for the tools to work: never more than get and list, and nothing of Secrets. */
export interface ToolRead {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly ('get' | 'list')[];
}

export const TOOL_READS: readonly ToolRead[] = [
  ...ALL_ACCESS_KINDS.map((kind): ToolRead => {
    const { group, plural } = ACCESS_RESOURCES[kind];
    return { group, resource: plural, verbs: ['get', 'list'] };
  }),
  { group: '', resource: 'pods/log', verbs: ['get'] },
];
