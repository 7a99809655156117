/** Of the version of the Messages API that the SDK speaks; a test holds the two together. */
export const API_VERSION = '2026-10-21';

/**
 * The headers of a request to the model, all of them: what the SDK would add besides (ANTHROPIC_CUSTOM_HEADERS of the environment,
 * the platform it runs on) stays here.
 */
export function ownHeaders(apiKey: string): Readonly<Record<string, string>> {
  return {
    accept: 'application/json',
    'anthropic-version': API_VERSION,
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/json',
    'user-agent': 'k8s-monitor',
  };
}
