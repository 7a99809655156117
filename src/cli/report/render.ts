import type { OutputFormat } from '../../cycle/options.ts';
import type { Report } from '../../domain/report.ts';
import { harmlessJson } from './clean.ts';
import type { TextStyle } from './text.ts';

/** The whole text of a report in one of the formats; each layout is loaded when it is asked for. */
export async function renderReport(report: Report, format: OutputFormat, style: TextStyle): Promise<string> {
  switch (format) {
    case 'json':
      return `${harmlessJson(report)}\n`;
    case 'markdown': {
      const { markdownReport } = await import('./markdown.ts');
      return markdownReport(report, style.timeZone);
    }
    case 'text': {
      const { textReport } = await import('./text.ts');
      return textReport(report, style);
    }
  }
}
