import { escapeHtml, sectionsHtml } from './render-html.ts';
import { isoDate } from './draft.ts';
import { OTHER_SCRIPTS } from './font-faces.ts';
import { measurementRows } from './measurement-rows.ts';
import type { Letterhead } from '../model/letterhead.ts';
import type { ReportedMeasurement } from '../model/report.ts';
import { documentSections } from './lossy-reading.ts';
import { PICTURE_STYLE, picturesHtml } from './picture-page.ts';
import type { PagePicture } from './picture-page.ts';
import {
  headFacts,
  localTime,
  notVerified,
  replacedLines,
  shownName,
  signedBy,
  signedTime,
  titleLead,
} from './render-text.ts';
import { notices, textBeside } from './signed-document.ts';
import type { SignedDocument } from './signed-document.ts';

/**
 * A4. The running head is a table head, which is repeated on every page; the running foot is fixed at the bottom of each page,
 * over the empty table foot that keeps its place free. Page numbers stand below it, in the margin: the printing window adds them.
 */
const STYLE = `
@page { size: A4; margin: 14mm 18mm 17mm; }
:root { color: #16191d; font: 10.5pt/1.5 Inter, ${OTHER_SCRIPTS}, "Helvetica Neue", Arial, sans-serif; }
body { margin: 0; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; }
td, th { padding: 0; text-align: left; vertical-align: top; font-weight: 400; }
.running { padding-bottom: 6mm; }
.bar { display: flex; justify-content: space-between; gap: 6mm; padding-bottom: 1.5mm; border-bottom: 0.6pt solid #16191d;
  font-size: 8.5pt; line-height: 1.4; }
.who { overflow-wrap: anywhere; }
.who strong { font-weight: 600; }
.who bdi { white-space: nowrap; }
.who strong bdi { white-space: normal; }
.mark { flex: none; font-weight: 600; }
.space { height: 13mm; }
.foot { position: fixed; right: 0; bottom: 0; left: 0; padding-top: 1.5mm; border-top: 0.6pt solid #9aa1aa; color: #4a525c;
  font-size: 7.5pt; line-height: 1.4; }
.letterhead { display: flex; justify-content: space-between; gap: 8mm; margin-bottom: 6mm; font-size: 9pt; line-height: 1.4; break-inside: avoid; }
.letterhead p { min-height: 0; color: #4a525c; }
.letterhead strong { font-size: 11pt; font-weight: 600; }
.letterhead img { flex: none; max-width: 50mm; max-height: 18mm; }
h1 { margin: 0 0 4mm; font-size: 17pt; font-weight: 600; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 5.5mm 0 1mm; color: #4a525c; font-size: 8.5pt; font-weight: 600; line-height: 1.5; letter-spacing: 0.06em;
  text-transform: uppercase; break-after: avoid; }
p { margin: 0; min-height: 1.5em; white-space: pre-wrap; overflow-wrap: anywhere; orphans: 2; widows: 2; }
ul { margin: 0 0 1.5mm; padding: 0; list-style: none; }
li { break-inside: avoid; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 0.6mm 8mm; margin: 0; padding: 3mm 0; border: solid #c8cdd3;
  border-width: 0.6pt 0; font-size: 9.5pt; break-inside: avoid; }
.facts div { display: grid; grid-template-columns: 28mm 1fr; }
.facts dt { color: #4a525c; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.values th { color: #4a525c; font-size: 8.5pt; }
.values th, .values td:nth-child(-n + 2) { white-space: nowrap; }
.values td:nth-child(3) { width: 60%; }
.described td:nth-child(3), .described td:nth-child(5) { width: 32%; }
.values td, .values th { padding: 0.8mm 5mm 0.8mm 0; border-bottom: 0.4pt solid #c8cdd3; overflow-wrap: anywhere; }
.values tr { break-inside: avoid; }
.signature { margin-top: 8mm; padding-top: 2.5mm; border-top: 0.6pt solid #16191d; break-inside: avoid; }
.signature strong { font-weight: 600; }
.hash { color: #4a525c; font-size: 8pt; overflow-wrap: anywhere; }
.earlier { margin-top: 9mm; padding-top: 1mm; border-top: 1.5pt solid #c8cdd3; }
`;

export interface PrintParts {
  /** @font-face rules whose sources are data URLs. */
  readonly fontCss?: string;
  /** Of the site, null where it has none. */
  readonly letterhead?: Letterhead | null;
  /** The key images of the document, in its order. */
  readonly pages?: readonly PagePicture[];
}

/**
 * The page that becomes the PDF: one document without script, link or outside resource.
 */
export function renderPrint(
  document: SignedDocument,
  hash: string,
  { fontCss = '', letterhead = null, pages = [] }: PrintParts = {},
): string {
  const { keyImages = [] } = document;
  const hasPictures = letterhead?.logo !== undefined || keyImages.length > 0;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:${hasPictures ? '; img-src data:' : ''}">`,
    `<title>Radiology report</title><style>${fontCss}${STYLE}${keyImages.length === 0 ? '' : PICTURE_STYLE}</style></head><body>`,
    `<table><thead><tr><td class="running">${runningHead(document)}</td></tr></thead>`,
    `<tfoot><tr><td class="space"></td></tr></tfoot><tbody><tr><td>`,
    letterheadHtml(letterhead),
    title(document),
    facts(document),
    sectionsHtml(documentSections(document)),
    measurementTable(document.measurements),
    signature(document, hash),
    replaced(document),
    earlierReport(document),
    picturesHtml(keyImages, pages),
    '</td></tr></tbody></table>',
    `<div class="foot">${runningFoot(document, hash)}</div>`,
    '</body></html>\n',
  ].join('');
}

/** Whose report it is, on every page: two sheets of two patients on one desk must not be mixed up. */
function runningHead(document: SignedDocument): string {
  const { patient, study } = document;
  const rest = [
    isoDate(patient.birthDate) ?? patient.birthDate,
    patient.sex,
    patient.patientId === null ? null : `${patient.patientId} (${patient.issuer})`,
    study.modalities.join('/'),
    isoDate(study.date) ?? study.date,
    study.accession,
  ].filter((part) => part !== null && part !== '');
  const marks = notices(document).map((words) => `▲ ${escapeHtml(words)}`);
  const mark = marks.length === 0 ? '' : `<span class="mark">${marks.join('<br>')}</span>`;
  const name = shownName(patient.name) || 'Patient without a name';
  const others = rest.map((part) => ` · <bdi>${escapeHtml(part ?? '')}</bdi>`).join('');
  return `<div class="bar"><span class="who"><strong><bdi>${escapeHtml(name)}</bdi></strong>${others}</span>${mark}</div>`;
}

function runningFoot(document: SignedDocument, hash: string): string {
  const { signer, at, zone } = document;
  const who = signedBy(document).replace(/^./, (letter) => letter.toLowerCase());
  const line = `Nightjar · ${who} ${signer.name}, ${localTime(at, zone)}${notVerified(document)}`;
  return `<div>${escapeHtml(line)}</div><div>SHA-256 ${escapeHtml(hash)}</div>`;
}

/** On the first page, above the title; the patient stands above it on this page as on every other. */
function letterheadHtml(letterhead: Letterhead | null): string {
  if (letterhead === null) return '';
  const { name, lines, logo } = letterhead;
  const address = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  const picture = logo === undefined ? '' : `<img alt="${escapeHtml(name)}" src="data:image/png;base64,${logo}">`;
  return `<div class="letterhead"><div><strong>${escapeHtml(name)}</strong>${address}</div>${picture}</div>`;
}

function title(document: SignedDocument): string {
  const name = document.study.description ?? document.template.name;
  return `<h1>${titleLead(document)}${escapeHtml(name)}</h1>`;
}

function facts(document: SignedDocument): string {
  const rows = headFacts(document).map(
    ([label, value]) => `<div><dt>${escapeHtml(label)}</dt><dd><bdi>${escapeHtml(value)}</bdi></dd></div>`,
  );
  return `<dl class="facts">${rows.join('')}</dl>`;
}

/** Each value with the ground it stands on, what makes it doubtful, and what was found there. */
function measurementTable(measurements: readonly ReportedMeasurement[]): string {
  if (measurements.length === 0) return '';
  const all = measurementRows(measurements);
  const isDescribed = all.some(({ described }) => described !== '');
  const head = ['Name', 'Kind', 'Value', 'Basis', ...(isDescribed ? ['Finding'] : [])];
  const rows = all.map(({ label, kind, value, ground, described }) =>
    [label, kind, value, ground, ...(isDescribed ? [described] : [])].map((cell) => `<td>${escapeHtml(cell)}</td>`),
  );
  return [
    `<h2>Measurements</h2><table class="values${isDescribed ? ' described' : ''}"><thead><tr>`,
    ...head.map((label) => `<th>${label}</th>`),
    '</tr></thead><tbody>',
    ...rows.map((cells) => `<tr>${cells.join('')}</tr>`),
    '</tbody></table>',
  ].join('');
}

function signature(document: SignedDocument, hash: string): string {
  const { signer, at, zone } = document;
  return signatureBlock(signedBy(document), signer.name, `${signedTime(at, zone)}${notVerified(document)}`, hash);
}

function signatureBlock(lead: string, name: string, when: string, hash: string): string {
  return [
    `<div class="signature">${lead} <strong>${escapeHtml(name)}</strong>, ${escapeHtml(when)}`,
    `<div class="hash">SHA-256 of the signed text: ${escapeHtml(hash)}</div></div>`,
  ].join('');
}

function replaced(document: SignedDocument): string {
  const lines = replacedLines(document).map((line) => `<p>${escapeHtml(line)}</p>`);
  return lines.length === 0 ? '' : `<div class="signature">${lines.join('')}</div>`;
}

function earlierReport(document: SignedDocument): string {
  const beside = textBeside(document);
  if (beside.length === 0) return '';
  const earlier = document.state === 'addendum' ? document.predecessor : null;
  return [
    '<div class="earlier"><h2>Report that this addendum belongs to</h2>',
    sectionsHtml(beside),
    earlier === null
      ? ''
      : signatureBlock('Signed by', earlier.signerName, signedTime(earlier.at, earlier.zone), earlier.hash),
    '</div>',
  ].join('');
}
