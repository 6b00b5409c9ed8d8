import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readObject } from '../../../electron/station/dicom/read/read-object.ts';
import { buildOutputs } from '../../../electron/station/reporting/outputs/build-outputs.ts';
import { parseMessage } from '../../../shared/hl7/parse.ts';
import { readResultMessage } from '../../../shared/hl7/results/result-message.ts';
import { cleanText } from '../../../shared/report/plain-text.ts';
import type { SignedDocument } from '../../../shared/report/signed-document.ts';
import { documentDump } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { contentWith, hashOf, signedDocument } from '../../helpers/report-document.ts';

const STATES: readonly SignedDocument['state'][] = ['final', 'preliminary', 'addendum'];
const Sums = z.array(z.tuple([z.string(), z.string()]));

/** Sums of all outputs, made by a process of its own with this clock, zone and language. */
function sums(document: SignedDocument, env: Record<string, string>, clock: string): z.output<typeof Sums> {
  const elsewhen = `const Real = Date; const shift = Real.parse('${clock}') - Real.now();
    globalThis.Date = class extends Real { constructor(...args) { if (args.length) super(...args); else super(Real.now() + shift); }
      static now() { return Real.now() + shift; } };`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(elsewhen)}`, 'test/helpers/print-outputs.ts'];
  const said = execFileSync(process.execPath, args, {
    ...{ input: JSON.stringify(document), encoding: 'utf8', env: { ...process.env, ...env, NODE_OPTIONS: '' } },
  });
  return Sums.parse(JSON.parse(said));
}

describe('the outputs of one frozen document', () => {
  it.each(STATES)(
    'are the same bytes in another process, at another time, in another zone and language: %s',
    (state) => {
      const document = signedDocument({ state });
      const one = sums(document, { TZ: 'Europe/Berlin', LANG: 'de_DE.UTF-8' }, '2026-03-01T02:15:00Z');
      const other = sums(
        document,
        { TZ: 'Pacific/Apia', LANG: 'ar_EG.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
        '2041-12-31T23:59:59Z',
      );
      expect(one.map(([format]) => format)).toEqual(['sr', 'sr-measurements', 'text', 'fhir', 'hl7', 'print']);
      expect(other).toEqual(one);
    },
  );
});

/** Each of them was seen to be dropped, doubled or turned into another by some receiver. */
const HARD = [
  ...[
    '<',
    '&',
    '|',
    '^',
    '\\',
    '~',
    '"',
    "'",
    '\\F\\',
    '\\.br\\',
    '\\X0D\\',
    '&lt;',
    '&#10;',
    ']]>',
    '\r',
    '\n',
    '\r\n',
    '\t',
    '\u0085',
    '\u2028',
  ],
  ...[
    '\u{1FAC1}',
    '\u{1F468}\u200d\u2695\ufe0f',
    '山田',
    '𠮷',
    'رئة',
    'ריאה',
    '\u200f',
    'e\u0301',
    'é',
    'กำ',
    '\ufeff',
    '\u0000',
    '\u001b',
    '\ud800',
    ' ',
    'word',
  ],
];
const hardText = fc
  .array(fc.oneof(fc.constantFrom(...HARD), fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 60 })
  .map((parts) => `x${parts.join('')}x`);

const Report = z.object({
  conclusion: z.string(),
  presentedForm: z.array(z.object({ contentType: z.string(), data: z.string() })),
});

/** The text under the heading of the findings, by each form of a report. */
function readBack(said: string): Record<string, unknown> {
  const document = signedDocument({
    content: contentWith(signedDocument().template, { findings: said, impression: said }),
  });
  const outputs = new Map(
    buildOutputs(document, hashOf(document)).map(({ format, bytes }) => [format, Buffer.from(bytes)]),
  );
  const bytes = (format: 'sr' | 'text' | 'fhir' | 'hl7'): Buffer => outputs.get(format) ?? Buffer.alloc(0);
  const sent = readResultMessage(parseMessage(bytes('hl7').toString('utf8')), { site: 'A', zone: null }).reports[0]
    ?.report;
  const fhir = Report.parse(JSON.parse(bytes('fhir').toString('utf8')));
  const plain = fhir.presentedForm.find(({ contentType }) => contentType.startsWith('text/plain'))?.data ?? '';
  const { content } = readObject(bytes('sr'));
  return {
    hl7: sent?.sections.find(({ code }) => code?.value === '59776-5')?.text,
    fhir: fhir.conclusion,
    presentedForm: Buffer.from(plain, 'base64').toString('utf8').includes(said),
    text: bytes('text').toString('utf8').includes(said),
    sr: content?.kind === 'report' && content.lines.some(({ text }) => text === said),
  };
}

const WHOLE = (said: string): Record<string, unknown> => ({
  hl7: said,
  fhir: said,
  presentedForm: true,
  text: true,
  sr: true,
});

describe('every character', () => {
  it('comes back from every form of a report', () => {
    fc.assert(
      fc.property(hardText, (typed) => {
        const said = cleanText(typed);
        expect(readBack(said)).toEqual(WHOLE(said));
      }),
      { numRuns: 60 },
    );
  });

  it('comes back from 50 kB of them', () => {
    const line = cleanText(HARD.filter((one) => !/[\r\n\u0085\u2028]/.test(one)).join(''));
    const said = `x${line}\n`.repeat(Math.ceil((50 * 1024) / Buffer.byteLength(line))).trimEnd();
    expect(Buffer.byteLength(said)).toBeGreaterThan(50 * 1024);
    expect(readBack(said)).toEqual(WHOLE(said));
  });
});

describe.skipIf(!hasPeer('dsrdump'))('every character, by another implementation', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'nightjar-every-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('stands in the SR', () => {
    const said = cleanText(HARD.join(''));
    const document = signedDocument({ content: contentWith(signedDocument().template, { findings: said }) });
    const sr = buildOutputs(document, hashOf(document)).find(({ format }) => format === 'sr');
    const file = path.join(folder, 'hard.dcm');
    writeFileSync(file, sr?.bytes ?? '');
    const dumped = documentDump(file).replaceAll('\\r\\n', '\n');
    for (const line of said.split('\n')) expect(dumped).toContain(line);
  });
});
