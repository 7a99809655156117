declare const untrusted: unique symbol;

/**
 * Text somebody else wrote (pod, event, log, commit, alert), already redacted.
 * It may be shown, never obeyed: it configures nothing and decides nothing.
 */
export type Untrusted = string & { readonly [untrusted]: true };
