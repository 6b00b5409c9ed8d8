import { CHOICES_JOINED, fieldProblem } from './field-problem.ts';
import { comparisonText, isoDate } from './draft.ts';
import type { DraftFacts } from './draft.ts';
import type { DoseFigure } from '../model/dicom-object.ts';
import type { FieldFill } from '../model/field-origin.ts';
import type { LedgerPoint, LesionLedger } from '../model/lesion.ts';
import type { ReportContent, ReportTemplate } from '../model/report.ts';
import { doseLine } from '../rules/dose-line.ts';
import { formatNumber } from '../rules/format.ts';
import { originOf, withOrigin } from './computed-fields.ts';

/** Texts for fields; what is absent is not known. */
export type Fills = Readonly<Partial<Record<FieldFill, string>>>;

export interface FillFacts {
  /** Acquired series of the study, with the agents that their headers name; `given`: one was given, named or not. */
  readonly series: readonly { readonly agents: readonly string[]; readonly given: boolean }[];
  readonly dose: readonly DoseFigure[];
  readonly prior: DraftFacts['prior'];
  readonly ledger: LesionLedger | null;
  readonly keyImages: readonly KeyPlace[];
}

export interface KeyPlace {
  readonly series: number | null;
  readonly image: number | null;
  /** From 1; null: the object is one picture. */
  readonly frame: number | null;
  readonly note: string;
}

/**
 * The fields that the station fills, with what it knows now. What the reader entered, changed or emptied is left alone; the same
 * again changes nothing.
 */
export function withFills(template: ReportTemplate, content: ReportContent, fills: Fills): ReportContent {
  let now = content;
  for (const { sectionId, fields } of template.sections) {
    const written = content.sections.find((section) => section.sectionId === sectionId);
    for (const field of fields) {
      if (field.fill === undefined || !written) continue;
      const value = written.fields[field.fieldId] ?? '';
      const origin = originOf(content, sectionId, field.fieldId);
      const isOurs = origin === null ? value === '' : origin.kind === 'filled' && origin.value === value;
      const next = fills[field.fill] ?? '';
      if (!isOurs || next === value || fieldProblem(field, next) !== null) continue;
      now = withOrigin(now, sectionId, field.fieldId, next, { kind: 'filled', what: field.fill, value: next });
    }
  }
  return now;
}

/** Where a value came from, in words for the reader. */
export const FILL_WORDS: Readonly<Record<FieldFill, string>> = {
  contrast: 'from the headers',
  dose: 'from the dose report',
  comparison: 'from the priors here',
  'comparison-date': 'from the priors here',
  'key-images': 'from the key images',
  ...{ lesions: 'from the lesion table', sum: 'from the lesion table', 'baseline-sum': 'from the lesion table' },
  ...{ 'nadir-sum': 'from the lesion table', 'targets-gone': 'from the lesion table' },
  ...{ 'non-targets': 'from the lesion table', 'new-lesions': 'from the lesion table' },
};

export function fillValues({ series, dose, prior, ledger, keyImages }: FillFacts): Fills {
  return known({
    contrast: contrastText(series),
    dose: doseLine(dose),
    comparison: prior === null ? '' : comparisonText(prior),
    'comparison-date': isoDate(prior?.studyDate ?? null) ?? '',
    'key-images': keyImages.map((one) => placeText(one)).join(CHOICES_JOINED),
    ...(ledger === null ? {} : lesionFills(ledger)),
  });
}

/** A header that names no agent does not say that none was given. */
function contrastText(series: FillFacts['series']): string {
  const given = series.filter((one) => one.given || one.agents.length > 0);
  if (given.length === 0) return '';
  const agents = [...new Set(given.flatMap((one) => one.agents))];
  const name = agents.length === 0 ? 'Given, agent not named' : agents.join(', ');
  return given.length === series.length ? name : `${name} (${given.length} of ${series.length} series)`;
}

function placeText({ series, image, frame, note }: KeyPlace): string {
  const parts = [
    ...(series === null ? [] : [`series ${series}`]),
    ...(image === null ? [] : [`image ${image}`]),
    ...(frame === null ? [] : [`frame ${frame}`]),
  ];
  const place = parts.length === 0 ? 'one picture' : parts.join(' ');
  return note === '' ? place : `${place}: ${note.replace(/\s+/g, ' ')}`;
}

const NON_TARGETS: Readonly<Record<string, string>> = {
  CR: 'All gone',
  PD: 'Unequivocal progression',
  NE: 'Not all evaluated',
  'Non-CR/Non-PD': 'Still present',
};

function lesionFills(ledger: LesionLedger): Fills {
  const place = ledger.points.findIndex(({ studies }) => studies.some(({ current }) => current));
  const now = ledger.points[place];
  if (!now?.entered || ledger.lesions.length === 0) return {};
  const entered = ledger.points.slice(0, place).filter((point) => point.entered);
  const [baseline] = entered;
  const wholes = entered.flatMap(({ sum, missing }) => (sum === null || missing.length > 0 ? [] : [sum]));
  const isWhole = now.missing.length === 0;
  const courses = baseline
    ? {
        'baseline-sum': mm(baseline.missing.length === 0 ? baseline.sum : null),
        'nadir-sum': wholes.length === 0 ? '' : mm(Math.min(...wholes)),
        'targets-gone': now.target === null || !isWhole ? '' : now.target === 'CR' ? 'Yes' : 'No',
        'non-targets': now.nonTarget === null ? 'None followed' : (NON_TARGETS[now.nonTarget] ?? ''),
        'new-lesions': now.newLesions === 'unequivocal' ? 'Yes' : now.newLesions === 'none' ? 'No' : '',
      }
    : {};
  return { lesions: lesionLines(ledger, place, entered.at(-1) ?? null), sum: isWhole ? mm(now.sum) : '', ...courses };
}

function lesionLines({ lesions, points }: LesionLedger, place: number, before: LedgerPoint | null): string {
  const at = before === null ? -1 : points.indexOf(before);
  return lesions
    .flatMap(({ label, organ, cells }) => {
      const now = cells[place];
      if (!now) return [];
      const was = cells[at];
      const since =
        was && was.kind !== null
          ? ` (${isoDate(before?.date ?? null) ?? 'before'}: ${was.words}${change(was.mm, now.mm)})`
          : '';
      return [`${label}${organ === '' ? '' : ` ${organ}`}: ${now.words}${since}`];
    })
    .join('\n');
}

/** Of a diameter, in percent of what it was. */
function change(was: number | null, now: number | null): string {
  if (was === null || now === null || was === 0) return '';
  const percent = Math.round(((now - was) / was) * 100);
  return `, ${percent > 0 ? '+' : percent < 0 ? '-' : ''}${Math.abs(percent)} %`;
}

function mm(value: number | null): string {
  return value === null ? '' : formatNumber(value, 'mm');
}

function known(fills: Fills): Fills {
  return Object.fromEntries(Object.entries(fills).filter(([, text]) => text !== ''));
}
