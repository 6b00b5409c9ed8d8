import { documentSections } from '../../../shared/report/lossy-reading.ts';
import { fieldLine, isEmptySection } from '../../../shared/report/rendered-sections.ts';
import { SignedDocument, textBeside } from '../../../shared/report/signed-document.ts';

/** Title, facts and text of a signed report, with the text that stands beside it. */
export interface OwnText {
  readonly title: string;
  /** Of the study, DICOM DA text. */
  readonly date: string | null;
  /** UTC, ISO 8601. */
  readonly issuedAt: string;
  readonly signer: string;
  readonly accession: string | null;
  readonly sections: { title: string; text: string }[];
}

/** @param signed the frozen document, JSON */
export function ownText(signed: string): OwnText {
  const document = SignedDocument.parse(JSON.parse(signed));
  const { study, template, signer, at } = document;
  const sections = [...documentSections(document), ...textBeside(document)]
    .filter((section) => !isEmptySection(section))
    .map(({ title, text, fields }) => ({
      title,
      text: [...fields.map((field) => fieldLine(field)), ...(text === '' ? [] : [text])].join('\n'),
    }));
  return {
    ...{ title: study.description ?? template.name, date: study.date, issuedAt: at, signer: signer.name },
    ...{ accession: study.accession, sections },
  };
}
