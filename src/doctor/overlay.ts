/**
 * What gives the account its rights again. Never `kubectl apply -k k8s/base`: its objects have the names of those of an overlay, and it
 * would put the example's services and settings in their place.
 */
export const APPLY_OVERLAY = 'apply your overlay again (`kubectl apply -k k8s-overlay`)';
