import { stringify } from 'yaml';
import { SLACK_SCOPES } from '../notify/slack-scopes.ts';

/** The manifest that "Create New App → From a manifest" takes. Source: docs.slack.dev/reference/app-manifest. */
export function slackManifest(): string {
  const manifest = {
    display_information: { name: 'k8s-monitor', description: 'Tells what is broken in a Kubernetes cluster' },
    features: { bot_user: { display_name: 'k8s-monitor', always_online: false } },
    oauth_config: { scopes: { bot: [...SLACK_SCOPES] } },
    // A token that rotates would have to be kept anew every twelve hours.
    settings: { org_deploy_enabled: false, socket_mode_enabled: false, token_rotation_enabled: false },
  };
  return `${HEAD}\n${stringify(manifest)}`;
}

const HEAD = [
  '# The Slack app of k8s-monitor, with exactly the scopes it uses.',
  '# 1. https://api.slack.com/apps → Create New App → From a manifest: choose the workspace and paste this file.',
  '# 2. Install App, and copy the "Bot User OAuth Token" (xoxb-…): that is SLACK_BOT_TOKEN.',
  '# 3. In each of its channels type: /invite @k8s-monitor',
].join('\n');
