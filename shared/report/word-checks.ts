import type { Measurement } from '../model/measurement.ts';
import type { PersonName } from '../model/study.ts';
import type { CheckFinding, ReportContent, ReportTemplate } from '../model/report.ts';
import { sideWords } from './described-words.ts';
import { isoDate } from './draft.ts';
import { paragraphText } from './plain-text.ts';
import { fieldLine, renderedSections } from './rendered-sections.ts';
import type { RuleBook } from './rule-book.ts';
import { mattersIn } from './text-checks/critical.ts';
import { imagedSide, orderedSide } from './text-checks/imaged-side.ts';
import { textChecks } from './text-checks/index.ts';
import type { NamedMeasurement, TextFinding, WrittenSection } from './text-checks/index.ts';
import { openFieldChecks } from './text-checks/open-field.ts';
import { unacceptedChecks } from './text-checks/unaccepted.ts';

/** What the words of a report are held against. Dates as DICOM DA. */
export interface WordFacts {
  readonly patient: {
    readonly name: PersonName;
    readonly patientId: string | null;
    readonly birthDate: string | null;
    readonly sex: string | null;
  };
  readonly studyDate: string | null;
  readonly accession: string | null;
  /** What was asked for or done, as the site describes it. */
  readonly description: string | null;
  /** What somebody was told of, in the words in which it was logged. */
  readonly told: readonly string[];
  readonly priors: readonly { readonly studyDate: string | null; readonly accession?: string | null }[];
}

/** What the words of a report say against themselves, the images and the patient, each with the words that it means. */
export function wordChecks(
  report: {
    readonly template: ReportTemplate;
    readonly content: ReportContent;
    readonly measurements: readonly Measurement[];
    readonly lateralities: readonly string[];
  },
  facts: WordFacts,
  book: RuleBook,
): CheckFinding[] {
  const { patient, studyDate, priors } = facts;
  const found = textChecks(
    {
      sections: writtenSections(report.template, report.content),
      patient: { sex: patient.sex, ageYears: yearsBetween(patient.birthDate, studyDate) },
      identity: {
        names: [patient.name.alphabetic, patient.name.ideographic, patient.name.phonetic].filter((name) => name !== ''),
        patientId: patient.patientId,
        accessions: [facts.accession, ...priors.map(({ accession }) => accession ?? null)].filter(
          (one) => one !== null,
        ),
      },
      dates: {
        study: isoDate(studyDate),
        birth: isoDate(patient.birthDate),
        priors: priors.map((prior) => isoDate(prior.studyDate)).filter((date) => date !== null),
      },
      imaged: imagedSide(report.lateralities),
      ordered: orderedSide(facts.description),
      asked: facts.description,
      measurements: namedMeasurements(report.content, report.measurements),
      anatomy: report.template.anatomy ?? [],
      told: new Set(facts.told.flatMap((words) => mattersIn(words, book.lexicon))),
    },
    book.lexicon,
  );
  return [...contentChecks(report.content), ...found].flatMap(({ code, message, sectionId, start, end, isWeak }) => {
    const tier = book.tier(code, isWeak);
    return tier === null ? [] : [{ code, tier, message, sectionId, ...(end > start ? { at: { start, end } } : {}) }];
  });
}

/** What stands in the way whatever the words mean. */
function contentChecks(content: ReportContent): TextFinding[] {
  return [...unacceptedChecks(content), ...openFieldChecks(content)];
}

/** Text as it stands, with the filled fields behind it, so that offsets are those of the paragraphs joined by LF. */
function writtenSections(template: ReportTemplate, content: ReportContent): WrittenSection[] {
  return renderedSections(template, content).map(({ sectionId, title, fields }) => ({
    sectionId,
    title,
    text: [rawText(content, sectionId), ...fields.map((field) => fieldLine(field))].join('\n'),
  }));
}

function rawText(content: ReportContent, sectionId: string): string {
  const paragraphs = content.sections.find((section) => section.sectionId === sectionId)?.paragraphs ?? [];
  return paragraphs.map((paragraph) => paragraphText(paragraph)).join('\n');
}

/** Measurements of which somebody said on which side they are, where the text names them. */
function namedMeasurements(content: ReportContent, measurements: readonly Measurement[]): NamedMeasurement[] {
  return content.sections.flatMap(({ sectionId, paragraphs }) => {
    let at = 0;
    return paragraphs.flatMap((paragraph) => {
      const found = paragraph.flatMap((inline): NamedMeasurement[] => {
        const start = at;
        at += inline.text.length;
        if (inline.kind !== 'measurement') return [];
        const own = measurements.find(({ measurementId }) => measurementId === inline.measurementId);
        const words = own?.laterality === undefined ? '' : sideWords(own.laterality);
        const side = words === 'LEFT' ? 'left' : words === 'RIGHT' ? 'right' : null;
        return [{ label: inline.label, side, sectionId, at: start }];
      });
      at += 1;
      return found;
    });
  });
}

/** Whole years between two DICOM dates; null where one is missing or no full date. */
export function yearsBetween(from: string | null, to: string | null): number | null {
  const [start, end] = [isoDate(from), isoDate(to)];
  if (start === null || end === null) return null;
  const years = Number(end.slice(0, 4)) - Number(start.slice(0, 4));
  return end.slice(5) < start.slice(5) ? years - 1 : years;
}
