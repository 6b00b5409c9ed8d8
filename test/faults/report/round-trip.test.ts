import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { OutputFormat } from '../../../shared/model/report.ts';
import type { Report } from '../../../shared/model/report.ts';
import { cleanText, paragraphsOf, paragraphsText } from '../../../shared/report/plain-text.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { NASTY } from '../../helpers/report-document.ts';
import { newDesk, openDesk, STUDY, written } from '../../integration/report/reporting-fixture.ts';
import type { Desk } from '../../integration/report/reporting-fixture.ts';

/** What other report systems were seen to cut, drop, double or turn round, one kind a text. */
const HOSTILE: Readonly<Record<string, string>> = {
  markup: '<script>alert(1)</script> <b>5</b> &amp; &#x3c; ]]> <!-- --> <?xml ?> <!DOCTYPE x [<!ENTITY a "b">]>&a;',
  'a less-than sign before a figure': 'Nodule <5 mm, T<40 HU, p<0.05 and >3 mm; a<b & c>d.',
  'what NIMIS lost': `Measures 5 x 4 x 3 cm. "No" isn't – it’s “quoted”… 50% ≤ x ≥ ± µ ° ² ½ € £ é ü ß ñ å ø\n${NASTY}`,
  delimiters: 'MSH|^~\\&|\\F\\ \\S\\ \\T\\ \\R\\ \\E\\ \\.br\\ \\X0D\\ OBX|1 | ^ ~ & \\ \\\\',
  'line ends': 'one\r\ntwo\rthree\nfour\u2028five\u0085six\r\n\r\nseven',
  emoji: 'ok \u{1F44D}\u{1F3FD} family \u{1F468}\u200d\u{1F469}\u200d\u{1F467} flag \u{1F1EE}\u{1F1EA} lone \ud83d end',
  'right to left': 'صدر: لا يوجد انصباب (5 mm) \u200fיָד שְׂמָאל\u200e \u202eabc\u202c left',
  'control characters': `a\u0000b\u0001c\u0007d\u001be\u007ff\u009fg\th\vi\fj`,
  'fifty kilobytes': Array.from(
    { length: 800 },
    (_, n) => `${n}. Lésion < ${n} mm & “stable” depuis 2019 — 右肺.`,
  ).join('\n'),
  formula: "=cmd|'/C calc'!A0\n+1+1\n-2\n@SUM(A1)",
};

const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-f57-'));
let desk: Desk;
let signed: ReadonlyMap<string, Report>;
beforeAll(async () => {
  desk = await newDesk(path.join(folder, 'store'), null);
  const drafts = new Map<string, string>();
  for (const [name, text] of Object.entries(HOSTILE)) {
    const { reportId, revision, ...rest } = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
    const content = written({ reportId, revision, ...rest }, { findings: text, impression: text });
    // As the window sends it: the whole text in one inline, line ends and all.
    const raw = content.sections.map((section) =>
      section.sectionId === 'findings' ? { ...section, paragraphs: [[{ kind: 'text' as const, text }]] } : section,
    );
    desk.reporting.save({ reportId, revision, content: { sections: raw } });
    drafts.set(name, reportId);
  }
  await desk.access.close();
  desk = await openDesk(path.join(folder, 'store'), null);
  const all = new Map<string, Report>();
  for (const [name, id] of drafts) {
    const report = desk.reporting.forStudy({ studyId: STUDY }).reports.find(({ reportId }) => reportId === id);
    if (!report) throw new Error('the draft is gone');
    expect(textOf(report, 'findings')).toBe(expected(name));
    const codes = desk.reporting.check({ reportId: report.reportId }).findings.map(({ code }) => code);
    all.set(name, await desk.reporting.sign({ reportId: report.reportId, acknowledged: codes, zone: '+01:00' }));
  }
  signed = all;
}, 60_000);
afterAll(async () => {
  await desk.access.close();
  rmSync(folder, { recursive: true, force: true });
});

/** All that may stand in a report of a text: line ends are LF, what no output can carry is gone. */
const expected = (name: string): string => paragraphsText(paragraphsOf(HOSTILE[name] ?? ''));
const textOf = (report: Report, sectionId: string): string =>
  paragraphsText(report.content.sections.find((section) => section.sectionId === sectionId)?.paragraphs ?? []);

async function output(name: string, format: 'text' | 'hl7' | 'fhir' | 'sr'): Promise<Buffer> {
  const report = signed.get(name);
  if (!report) throw new Error('not signed');
  const file = path.join(folder, `${Object.keys(HOSTILE).indexOf(name)}.${format}`);
  await desk.reporting.export({ reportId: report.reportId, format, file }, { replace: true });
  return readFileSync(file);
}

const UNESCAPED: Readonly<Record<string, string>> = {
  '\\F\\': '|',
  '\\S\\': '^',
  '\\T\\': '&',
  '\\R\\': '~',
  '\\E\\': '\\',
  '\\.br\\': '\n',
};
/** As a receiver reads a field of FT (HL7 v2.5.1, 2.7). */
const unescapeHl7 = (text: string): string =>
  text.replace(/\\(?:[FSTRE]|\.br)\\/g, (sequence) => UNESCAPED[sequence] ?? sequence);

describe.each(Object.keys(HOSTILE))('F57: a report with %s', (name) => {
  it('keeps its text through journal, restart, signature and store', () => {
    const report = signed.get(name);
    expect(report && [textOf(report, 'findings'), textOf(report, 'impression')]).toEqual([
      expected(name),
      expected(name),
    ]);
    // Nothing that can be seen was lost on the way in.
    const visible = (text: string): string => text.replace(/[\s\p{Cc}\p{Cs}\ufffd]/gu, '');
    expect(visible(expected(name))).toBe(visible(HOSTILE[name] ?? ''));
  });

  it('gives it back as text', async () => {
    expect((await output(name, 'text')).toString('utf8')).toContain(`\nFINDINGS\n${expected(name)}\n`);
  });

  it('gives it back through HL7 v2, in one segment', async () => {
    const segments = (await output(name, 'hl7')).toString('utf8').split('\r');
    const found = segments.map((segment) => segment.split('|')).filter((fields) => fields[0] === 'OBX');
    const texts = found
      .filter((fields) => fields[3]?.startsWith('59776-5'))
      .map((fields) => unescapeHl7(fields[5] ?? ''));
    expect(texts).toEqual([expected(name)]);
    expect(segments.every((segment) => segment === '' || /^[A-Z][A-Z\d]{2}\|/.test(segment))).toBe(true);
  });

  it('gives it back through FHIR', async () => {
    const resource = JSON.parse((await output(name, 'fhir')).toString('utf8')) as {
      conclusion: string;
      presentedForm: { data: string; contentType: string }[];
    };
    expect(resource.conclusion).toBe(expected(name));
    const plain = resource.presentedForm.find(({ contentType }) => contentType.startsWith('text/plain'));
    expect(Buffer.from(plain?.data ?? '', 'base64')).toEqual(await output(name, 'text'));
  });

  it('gives it back through DICOM SR', async () => {
    const bytes = await output(name, 'sr');
    expect(parseDicom(bytes, { sha256: '' }).ok).toBe(true);
    // Text of an SR ends its lines with CR LF (Part 5, 6.1.3).
    expect(bytes.includes(Buffer.from(expected(name).replaceAll('\n', '\r\n'), 'utf8'))).toBe(true);
  });

  it.skipIf(!hasPeer('dsrdump'))('is read without complaint by another implementation', async () => {
    await output(name, 'sr');
    const file = path.join(folder, `${Object.keys(HOSTILE).indexOf(name)}.sr`);
    const dumped = execFileSync('dsrdump', ['+Pl', '+U8', file], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const longest =
      expected(name)
        .split('\n')
        .toSorted((a, b) => b.length - a.length)[0] ?? '';
    expect(dumped).toContain(longest.slice(0, 20).trimEnd());
  });
});

describe('F48: text that a table program would run', () => {
  it('is in no output that such a program opens: there is none', () => {
    expect(cleanText(HOSTILE['formula'] ?? '')).toBe(HOSTILE['formula']);
    expect(OutputFormat.options).toEqual(['sr', 'pdf', 'fhir', 'hl7', 'text']);
  });
});
