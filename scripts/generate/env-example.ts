import { SETTING_NAMES, SETTINGS } from '../../src/config/settings.ts';

/** .env.example: every setting, grouped, with what it means and its default. */
export function envExample(): string {
  const groups = [...new Set(SETTING_NAMES.map((name) => SETTINGS[name].group))];
  const parts = groups.map((group) => {
    const names = SETTING_NAMES.filter((name) => SETTINGS[name].group === group);
    return [
      `## ${group}`,
      ...names.map((name) => `# ${SETTINGS[name].about}\n#${name}=${SETTINGS[name].default ?? ''}`),
    ].join('\n');
  });
  const head = [
    '# Every setting k8s-monitor knows. Copy to .env and take the # away where you want another value.',
    '# The same names work in the environment and in the configuration file; order: defaults < file < .env < environment < flags.',
  ];
  return `${[head.join('\n'), ...parts].join('\n\n')}\n`;
}
