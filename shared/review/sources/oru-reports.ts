import { asAppError, AppError } from '../../errors/app-error.ts';
import { charsetLabel, declaredCharset, messageText } from '../../hl7/charset.ts';
import type { ReadText } from '../../hl7/charset.ts';
import { parseMessage } from '../../hl7/parse.ts';
import { isResultMessage, readResultMessage } from '../../hl7/results/result-message.ts';
import type { IssuedReport } from '../../hl7/results/result-message.ts';
import { ReviewModality } from '../../model/review/source-report.ts';
import { ZoneClock } from '../../hl7/zone-clock.ts';
import { OruMessages } from './oru-messages.ts';
import type { SplitMessage } from './oru-messages.ts';
import { broughtReport } from './said-report.ts';
import type { ReadReport, SaidReport } from './said-report.ts';

export interface OruTerms {
  readonly site: string;
  readonly zone: string | null;
  readonly readText: ReadText;
}

/** Sections of table 0074 under other names than DICOM has for their modality. */
const SECTIONS: Readonly<Record<string, string>> = {
  ...{ RUS: 'US', OUS: 'US', VUS: 'US', NMR: 'MR', NMS: 'NM', RX: 'CR', RAD: 'OT', CUS: 'US', XRC: 'XA', IMM: 'OT' },
};

/** Reports of a file of HL7 messages, in pieces of any size, one byte to a letter. What is no ORU is one that is refused. */
export class OruReports {
  readonly #terms: OruTerms;
  readonly #judging: Parameters<typeof broughtReport>[1];
  readonly #messages = new OruMessages();
  #found = false;

  constructor(terms: OruTerms) {
    this.#terms = terms;
    const { site, zone } = terms;
    this.#judging = { site, clock: zone === null ? null : new ZoneClock(zone) };
  }

  push(bytes: string): ReadReport[] {
    return this.#read(this.#messages.push(bytes));
  }

  /** @throws AppError review/bad-source-file: nothing in it */
  end(): ReadReport[] {
    const reports = this.#read(this.#messages.end());
    if (!this.#found) {
      throw new AppError('review/bad-source-file', 'the file has no message', { context: { reason: 'empty' } });
    }
    return reports;
  }

  #read(messages: readonly SplitMessage[]): ReadReport[] {
    this.#found ||= messages.length > 0;
    return messages.flatMap((message) => this.#reports(message));
  }

  #reports({ line, bytes }: SplitMessage): ReadReport[] {
    if (bytes === null) return [{ line, refused: 'too-long' }];
    try {
      const { reports, names } = this.#parsed(bytes);
      return reports.map((sent): ReadReport => {
        const judged = sent.report.cut ? 'too-long' : broughtReport(saidOf(sent, names), this.#judging);
        return typeof judged === 'string' ? { line, refused: judged } : { line, report: judged };
      });
    } catch (error) {
      const { code } = asAppError(error);
      if (code === 'internal/bug') throw error;
      const isText = code !== 'hl7/bad-text' && code !== 'hl7/unknown-charset';
      return [{ line, refused: isText ? 'unreadable' : 'not-text' }];
    }
  }

  #parsed(latin1: string): { readonly reports: readonly IssuedReport[]; readonly names: readonly string[] } {
    const { site, zone, readText } = this.#terms;
    const bytes = Uint8Array.from(latin1, (letter) => letter.charCodeAt(0));
    const label = charsetLabel(declaredCharset(bytes) ?? 'UNICODE UTF-8') ?? 'windows-1252';
    const message = parseMessage(messageText(bytes, readText));
    if (!isResultMessage(message))
      throw new AppError('prior-report/unsupported', 'a kind of message that is no report');
    const read = readResultMessage(message, { site, zone }, (hex) => readText(hex, label));
    // Ordering provider (OBR-16), who referred (PV1-8) and who attends (PV1-7): an id, then the name.
    const names = message.segments.flatMap(({ name, fields }) => {
      const at = name === 'OBR' ? [16, 28] : name === 'PV1' ? [7, 8] : [];
      return at.map((field) => (fields[field] ?? '').replaceAll(/\d+/g, ' '));
    });
    return { reports: read.reports, names };
  }
}

function saidOf({ report, issued, serviceSection }: IssuedReport, others: readonly string[]): SaidReport {
  const { patient, state, adds, accessions, studyUids, title } = report;
  const { alphabetic, ideographic, phonetic } = patient.name;
  return {
    ...{ key: report.senderKey, author: report.signer, signedAt: issued, modality: modalityOf(serviceSection, title) },
    ...{ region: '', procedure: title, shift: '', flags: [] },
    ...{ accession: accessions[0] ?? report.senderKey, studyUid: studyUids[0] ?? '' },
    names: [alphabetic, ideographic, phonetic, patient.patientId ?? '', ...others],
    sections: report.sections.map((section) => ({ title: section.title, text: section.text })),
    standing: adds && state !== 'withdrawn' && state !== 'preliminary' ? 'adds' : state,
  };
}

/** OBR-24, else the first word of the procedure that is one, as "CT chest". */
function modalityOf(section: string, title: string): string {
  const said = section.trim().toUpperCase();
  const known = SECTIONS[said] ?? said;
  if (known !== '' && known !== 'OT' && ReviewModality.safeParse(known).success) return known;
  const word = /\b(CT|MR|MRI|US|XR|CR|DX|MG|NM|PET|PT|XA|RF)\b/.exec(title.toUpperCase())?.[1];
  const names: Readonly<Record<string, string>> = { MRI: 'MR', XR: 'DX', PET: 'PT' };
  return word === undefined ? 'OT' : (names[word] ?? word);
}
