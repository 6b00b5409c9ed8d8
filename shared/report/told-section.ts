import type { Communication, CommunicationMethod } from '../model/communication.ts';
import type { PersonId } from '../model/ids.ts';
import type { Code } from '../model/report.ts';
import type { ToldFinding } from '../model/told-finding.ts';

/** Heading of every output (LOINC; CID 7001 of DICOM has it too). */
export const TOLD_CODE: Code = { value: '73568-8', scheme: 'LN', meaning: 'Communication of Critical Results' };
/** Not one of a template's. */
export const TOLD_SECTION = 'communication';

const HOW: Readonly<Record<CommunicationMethod, string>> = {
  phone: 'by telephone',
  'in-person': 'in person',
  pager: 'by pager',
  system: 'by message',
};

/** What outputs say of a loop; null: nobody was told yet, or it was opened in error. @param nameOf a person of this station */
export function toldFinding(communication: Communication, nameOf: (personId: PersonId) => string): ToldFinding | null {
  const { communicationId, category, finding, identifiedAt, policyId, events } = communication;
  if (events.some(({ kind }) => kind === 'withdrawn')) return null;
  const tellings = events.flatMap((event) => (event.kind === 'communicated' ? [event] : []));
  const [first] = tellings;
  if (first === undefined) return null;
  const before = events.slice(0, events.indexOf(first));
  const acknowledged = events.findLast((event) => event.kind === 'acknowledged');
  return {
    ...{ communicationId, category, finding, identifiedAt, policyId },
    attempts: before.filter((event) => event.kind === 'attempted' && event.outcome !== 'reached').length,
    step: events.findLast((event) => event.kind === 'escalated')?.step ?? 0,
    tellings: tellings.map(({ at, by, to: { name, role }, method, readBack, offline }) => ({
      ...{ at, by: nameOf(by), to: { name, role }, method, readBack, offline },
    })),
    acknowledged:
      acknowledged === undefined
        ? null
        : { at: acknowledged.at, name: acknowledged.from.name, role: acknowledged.from.role },
  };
}

/** One paragraph a finding. @param time a moment in UTC as the output says it */
export function toldText(told: readonly ToldFinding[], time: (at: string) => string): string {
  return told.map((one) => toldLines(one, time).join('\n')).join('\n');
}

function toldLines(told: ToldFinding, time: (at: string) => string): string[] {
  const { category, finding, identifiedAt, tellings, attempts, step, acknowledged } = told;
  const tried = attempts === 0 ? '' : ` ${attempts} ${attempts === 1 ? 'try' : 'tries'} reached nobody before.`;
  const up = step === 0 ? '' : ` Escalated to step ${step}.`;
  return [
    `Category ${category}: ${sentence(finding)} Seen ${time(identifiedAt)}.${tried}${up}`,
    ...tellings.map(({ at, by, to, method, readBack, offline }) => {
      const minutes = Math.max(0, Math.floor((Date.parse(at) - Date.parse(identifiedAt)) / 60_000));
      const how = `${readBack ? ', words read back' : ', words not read back'}${offline ? ', while no line to the site stood' : ''}`;
      return `Told ${to.name} (${to.role}) ${HOW[method]} by ${by}, ${time(at)}, ${minutes} min after it was seen${how}.`;
    }),
    ...(acknowledged === null
      ? []
      : [`Acknowledged by ${acknowledged.name} (${acknowledged.role}), ${time(acknowledged.at)}.`]),
  ];
}

function sentence(words: string): string {
  const line = words.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
