/** Something the operator wrote can't be used. The cycle's own codes come with its result. */
export const CONFIGURATION = 2;
