import { headFacts, notVerified, replacedLines, signedBy, signedTime, titleLead } from './render-text.ts';
import { documentSections } from './lossy-reading.ts';
import { fieldLine, isEmptySection } from './rendered-sections.ts';
import { notices, textBeside } from './signed-document.ts';
import type { RenderedSection, SignedDocument } from './signed-document.ts';

const STYLE = `
@page { size: A4; margin: 18mm 18mm 20mm; }
body { font: 11pt/1.45 Inter, "Helvetica Neue", Arial, sans-serif; color: #111; margin: 0; }
h1 { font-size: 16pt; margin: 0 0 4mm; }
h2 { font-size: 11.5pt; margin: 5mm 0 1mm; break-after: avoid; }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.45em; }
table { border-collapse: collapse; margin: 0 0 4mm; }
td { padding: 0.4mm 6mm 0.4mm 0; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { color: #555; white-space: nowrap; }
.notice { border: 1px solid #111; padding: 1.5mm 3mm; margin: 0 0 4mm; font-weight: 600; }
.signature { border-top: 1px solid #999; margin-top: 8mm; padding-top: 2mm; break-inside: avoid; }
.hash { font: 8pt/1.4 monospace; color: #555; overflow-wrap: anywhere; }
.earlier { border-top: 1px solid #999; margin-top: 8mm; }
ul { margin: 0 0 1mm; padding-left: 5mm; }
`;

/** Escapes for element content and quoted attributes; nothing of the text is dropped. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The report as one page of its own, for messages: without script, link or outside resource. */
export function renderHtml(document: SignedDocument, hash: string): string {
  const title = document.study.description ?? document.template.name;
  const notice = notices(document)
    .map((words) => `<div class="notice">${escapeHtml(words)}</div>`)
    .join('');
  const facts = headFacts(document)
    .map(([label, value]) => `<tr><td>${escapeHtml(label)}</td><td><bdi>${escapeHtml(value)}</bdi></td></tr>`)
    .join('');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Radiology report</title><style>${STYLE}</style></head><body>`,
    notice,
    `<h1>${titleLead(document)}${escapeHtml(title)}</h1>`,
    `<table>${facts}</table>`,
    reportBody(document, hash),
    '</body></html>\n',
  ].join('');
}

/** Sections, signature and, for an addendum, the text it belongs to: well-formed XHTML, used for FHIR narratives too. */
export function reportBody(document: SignedDocument, hash: string): string {
  const own = sectionsHtml(documentSections(document));
  const when = `${signedTime(document.at, document.zone)}${notVerified(document)}`;
  const signature = signatureHtml(`${signedBy(document)} ${document.signer.name}, ${when}`, hash);
  const replaced = replacedLines(document).map((line) => `<p>${escapeHtml(line)}</p>`);
  const beside = textBeside(document);
  if (beside.length === 0) return [own, signature, ...replaced].join('');
  const earlier = document.state === 'addendum' ? document.predecessor : null;
  return [
    own,
    signature,
    ...replaced,
    '<div class="earlier"><h2>Report that this addendum belongs to</h2>',
    sectionsHtml(beside),
    earlier === null
      ? ''
      : signatureHtml(`Signed by ${earlier.signerName}, ${signedTime(earlier.at, earlier.zone)}`, earlier.hash),
    '</div>',
  ].join('');
}

/** Headings, filled fields and text; what is empty is left out. */
export function sectionsHtml(sections: readonly RenderedSection[]): string {
  return sections
    .filter((section) => !isEmptySection(section))
    .map((section) => {
      const fields = section.fields.map((field) => `<li dir="auto">${escapeHtml(fieldLine(field))}</li>`).join('');
      const lines = section.text === '' ? [] : section.text.split('\n');
      const text = lines.map((line) => `<p dir="auto">${escapeHtml(line)}</p>`).join('');
      return `<h2>${escapeHtml(section.title)}</h2>${fields === '' ? '' : `<ul>${fields}</ul>`}${text}`;
    })
    .join('');
}

function signatureHtml(line: string, hash: string): string {
  return `<div class="signature">${escapeHtml(line)}<div class="hash">SHA-256 ${escapeHtml(hash)}</div></div>`;
}
