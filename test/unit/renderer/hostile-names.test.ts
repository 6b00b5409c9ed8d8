import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bounded } from '../../../renderer/ui/text-fit.ts';
import { projectRoot } from '../../helpers/runtime.ts';

const source = (...names: string[]): string => readFileSync(path.join(projectRoot, ...names), 'utf8');
const isolated = (text: string, expression: string): boolean =>
  new RegExp(`<bdi[^>]*>\\s*\\{${expression.replace(/[.*+?^$|()[\]\\{}]/g, '\\$&')}\\}\\s*</bdi>`).test(text);

/** Words of the patient, the study and the series, where they are written next to others. Layout is not in jsdom: read. */
const WRITTEN: readonly (readonly [file: string, ...expressions: string[]])[] = [
  ['renderer/reading/patient-bar.tsx', 'text'],
  ['renderer/worklist/patient-name.tsx', "main === '' ? 'no name' : main", 'group'],
  ['renderer/worklist/columns.tsx', 'row.patient.patientId ?? ABSENT', 'row.patient.sex ?? ABSENT', 'row.site'],
  ['renderer/viewer/viewport-overlay.tsx', 'facts.patient', 'facts.patientId'],
];

/** Rules that clip what is too long for its place. */
const CLIPPED: readonly (readonly [file: string, rule: RegExp])[] = [
  ['renderer/worklist/worklist-grid.module.css', /\.cell,[^}]*ellipsis;[^}]*nowrap/],
];

describe('a hostile name on the screen', () => {
  it('F47: is kept in its own direction in the row, the banner, over the image and in the report', () => {
    for (const [file, ...expressions] of WRITTEN) {
      const text = source(file);
      for (const expression of expressions) expect(isolated(text, expression), `${file}: ${expression}`).toBe(true);
    }
    expect(source('renderer/viewer/viewport-overlay.tsx')).toMatch(/<bdi>\s*<Values text=\{line\.text\} \/>\s*<\/bdi>/);
    expect(source('shared/report/render-html.ts')).toContain('<bdi>${escapeHtml(value)}</bdi>');
    expect(source('shared/report/render-print.ts')).toContain('<bdi>${escapeHtml(name)}</bdi>');
  });

  it('F47: ends with an ellipsis over the picture and in the banner, where no name of the standard does', () => {
    expect(bounded('x'.repeat(10_000))).toBe(`${'x'.repeat(255)}…`);
    expect(bounded('א'.repeat(64 * 3 + 2))).toBe('א'.repeat(64 * 3 + 2));
    for (const part of ['patient', 'patientId', 'series', 'institution']) {
      expect(source('renderer/reading/viewport-grid.tsx')).toMatch(new RegExp(`\\b${part}: bounded\\(`));
    }
    expect(source('renderer/reading/patient-facts.ts')).toContain('text: bounded(fact.text)');
  });

  it('F47: is clipped where it is too long, and leaves room for the words beside it', () => {
    for (const [file, rule] of CLIPPED) expect(source(file), file).toMatch(rule);
    expect(source('shared/report/render-print.ts')).toMatch(/\.who \{ overflow-wrap: anywhere/);
  });
});
