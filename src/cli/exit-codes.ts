/** Something the operator wrote can't be used. The cycle's own codes come with its result. */
export const CONFIGURATION = 2;
/** What the command is about could not be read. */
export const UNREAD = 1;
