/**
 * What a cycle saw of a trouble it didn't find again. healthy: read, and well for long enough. recovering: read,
 * not well for long enough yet. unread: not read, so nothing may be said.
 */
export type Recovery = 'healthy' | 'recovering' | 'unread';
