import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { keepOwnWords } from '../../../electron/station/reporting/report-words.ts';
import { buildOutputs } from '../../../electron/station/reporting/outputs/build-outputs.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { documentJson } from '../../../shared/report/signed-document.ts';
import { addReport, library } from '../../helpers/report-library.ts';
import { contentWith, hashOf, signedDocument, templateFile } from '../../helpers/report-document.ts';
import type { BenchOptions, BenchResult, BenchRow } from '../contract.ts';

/** Milliseconds that a search of ten thousand reports may take, and all outputs of one (issue 8, 6). */
const SEARCH_MS = 50;
const OUTPUTS_MS = 500;
const WORDS = ['nodule', 'effusion', 'fracture', 'stable', 'opacity', 'atelectasis', 'aorta', 'liver', 'cyst', 'node'];
const ASKED = ['nodule', 'stab', '"liver cyst"', 'effusion -aorta', 'number432', 'nodule fracture', 'absent'];
const TEMPLATE = templateFile('ct-chest');

/** Past reports by their words, and everything that one signature makes but the PDF, which its job makes afterwards. */
export function run({ out, quick, rounds }: BenchOptions): Promise<BenchResult> {
  const folder = mkdtempSync(path.join(out, 'index-'));
  try {
    return Promise.resolve(measured(folder, { quick, rounds }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(folder: string, { quick, rounds }: Pick<BenchOptions, 'quick' | 'rounds'>): BenchResult {
  const reports = quick ? 300 : 10_000;
  const { db, study, search } = library(folder);
  const studies = Array.from({ length: 500 }, (_, n) => study(`MRN${n}`));
  const [first] = studies;
  if (first === undefined) throw new Error('no study');
  const pattern = addReport(db, first, '@@');
  const signed =
    db.prepare<[string], string>('SELECT signed FROM report WHERE report_id = ?').pluck().get(pattern) ?? '';
  db.prepare('DELETE FROM report').run();
  const put = db.prepare(
    `INSERT INTO report (report_id, study_id, template_id, template_name, state, author, created_at, signed, signed_hash, signed_at)
     SELECT ?, ?, 'ct-chest', 'CT chest', 'final', person_id, '', ?, '', ? FROM person LIMIT 1`,
  );
  db.transaction(() => {
    for (let n = 0; n < reports; n += 1) {
      const text = Array.from({ length: 200 }, (_, at) => WORDS[(n * 7 + at * at) % 10]).join(' ');
      const id = newId();
      put.run(id, studies[n % studies.length], signed.replace('@@', `${text} number${n}`), String(n).padStart(6, '0'));
      keepOwnWords(db, id);
    }
  })();
  if (search('nodule').length !== 50) throw new Error('a search finds too little');
  const searches = ASKED.map((words) =>
    row(
      `search ${words}`,
      times(rounds, () => search(words)),
      SEARCH_MS,
    ),
  );
  const long = Array.from({ length: 800 }, (_, n) => `${n}. Lésion < ${n} mm & “stable” depuis 2019 — 右肺.`).join(
    '\n',
  );
  const outputs = [
    ['outputs', signedDocument()],
    ['outputs of 50 kB', signedDocument({ content: contentWith(TEMPLATE, { findings: long }) })],
  ] as const;
  return {
    task: 'reports',
    rows: [
      ...searches,
      ...outputs.map(([name, document]) =>
        row(
          name,
          times(rounds, () => buildOutputs(document, hashOf(document))),
          OUTPUTS_MS,
        ),
      ),
    ],
    notes: [
      `${reports} reports of ${documentJson(signedDocument()).length} letters and more; the first 50 found, with their excerpts.`,
      'Outputs: SR, measurements, text, FHIR and HL7 of one signed report with every kind of measurement; the PDF has its own job.',
    ],
  };
}

function times(rounds: number, work: () => unknown): number[] {
  return Array.from({ length: Math.max(5, rounds) }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
}

function row(name: string, samples: number[], target: number): BenchRow {
  const ours = samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Infinity;
  return {
    ...{ name, ours, peer: null, unit: 'ms', ratio: null, target, better: 'lower', ok: ours <= target },
    samples: { ours: samples, peer: [] },
  };
}
