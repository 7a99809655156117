import { sendTest } from '../../compose/test-message.ts';
import { matchRoute } from '../../domain/match-route.ts';
import type { Severity } from '../../domain/severity.ts';
import { type BusinessHours, nextOpening } from '../../escalate/calendar.ts';
import { systemClock } from '../../platform/clock.ts';
import type { RawRoutesTestFlags } from '../commands/routes.ts';
import { CONFIGURATION, UNREAD } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { type Answer, answersText, type Timing } from '../routes-test-text.ts';
import { stopSwitch } from '../stop-switch.ts';
import { outputStyle, print, warn, writeLine } from '../terminal.ts';
import { type RoutesAtHand, routesAtHand } from './routes.ts';
import { readSample, type Sample } from './routes-sample.ts';

/** `routes test`: where a sample would go, by which line, and when; with --send a message goes there. */
export async function routesTestAction(flags: RawRoutesTestFlags): Promise<number> {
  const hand = routesAtHand(flags);
  const read = readSample(flags, hand.services);
  if ('faults' in read) {
    warn(read.faults);
    return CONFIGURATION;
  }
  const broken = hand.routes.faults.length > 0;
  if (broken && flags.send === true) {
    warn(['nothing is sent before the file is mended']);
    return CONFIGURATION;
  }
  const { sample } = read;
  const now = sample.now ?? systemClock.now();
  const planned = sample.severities.map((severity) => answerFor(hand, sample, severity, now));
  const answers = flags.send === true ? await sendAll(hand, sample, planned, flags.output) : planned;
  const { BUSINESS_TZ: timeZone } = hand.values;
  const about = { ...sample.about, file: hand.routes.file, now, timeZone };
  if (flags.output === 'json') await print(`${harmlessJson({ ...about, answers })}\n`);
  else await print(answersText(about, answers, outputStyle()));
  if (broken) return CONFIGURATION;
  return answers.some(({ deliveries }) => deliveries?.some(({ sent }) => !sent)) ? UNREAD : 0;
}

function answerFor({ values, routes }: RoutesAtHand, { about }: Sample, severity: Severity, now: Date): Answer {
  const route = matchRoute({ severity, ...about }, routes.routing);
  const hours = { timeZone: values.BUSINESS_TZ, ...values.BUSINESS_HOURS, weekdays: values.BUSINESS_DAYS };
  return {
    severity,
    source: route?.source ?? null,
    to: route?.to ?? [],
    fallback: route?.fallback ?? [],
    when: route === null ? null : timing(severity, hours, now),
    deliveries: null,
  };
}

function timing(severity: Severity, hours: BusinessHours, now: Date): Timing {
  if (severity !== 'SEV-3') return { waits: false, at: now };
  const at = nextOpening(hours, now);
  return { waits: at.getTime() !== now.getTime(), at };
}

async function sendAll(
  { values, routes }: RoutesAtHand,
  { about }: Sample,
  planned: readonly Answer[],
  output: string | undefined,
): Promise<readonly Answer[]> {
  const stop = stopSwitch();
  const io = { print: (line: string) => writeLine(line, output), signal: stop.signal };
  try {
    const answers: Answer[] = [];
    for (const answer of planned) {
      const deliveries = await sendTest(values, routes, { severity: answer.severity, ...about }, answer.to, io);
      answers.push({ ...answer, deliveries });
    }
    return answers;
  } finally {
    stop.release();
  }
}
