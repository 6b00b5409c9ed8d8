import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { imagedSide, orderedSide } from '../../../../shared/report/text-checks/imaged-side.ts';
import { textChecks } from '../../../../shared/report/text-checks/index.ts';
import type { NamedMeasurement, TextFinding } from '../../../../shared/report/text-checks/index.ts';
import { yearsBetween } from '../../../../shared/report/word-checks.ts';
import { ruleBook } from '../../../helpers/report-document.ts';

const Side = z.enum(['left', 'right']).nullable();
const Case = z.object({
  id: z.string(),
  description: z.string(),
  order: z.string().nullable(),
  lateralities: z.array(z.string()),
  sex: z.string().nullable(),
  birthDate: z.string().nullable(),
  patientName: z.string(),
  patientId: z.string(),
  accession: z.string(),
  studyDate: z.string(),
  priorDates: z.array(z.string()),
  mustMention: z.array(z.string()),
  measurements: z.array(z.object({ label: z.string(), text: z.string(), side: Side })),
  communications: z.array(z.object({ category: z.number() })),
  sections: z.record(z.string(), z.string()),
  expect: z.array(z.object({ code: z.string(), section: z.string(), words: z.string() })),
});
type Case = z.infer<typeof Case>;

const FOLDER = 'test/fixtures/report-texts';
/** Nobody changed a rule or a word for these. */
const HELD_OUT = 'test/fixtures/report-texts-held-out';
/** Written later, all of them before one was tried; a code stands for its family ("check/laterality-study"). */
const SECOND = 'test/fixtures/report-texts-second';
/** Written without a look at the rules, the lexicon or the sets before, all of them before one was tried. */
const THIRD = 'test/fixtures/report-texts-third';
/** Two more of a hundred clean texts and twenty wrong ones, written together before one was tried, much of them in note form. */
const FOURTH = 'test/fixtures/report-texts-fourth';
const FIFTH = 'test/fixtures/report-texts-fifth';
/** A hundred clean texts in whole sentences and twenty wrong ones, by another hand than the rules. */
const SIXTH = 'test/fixtures/report-texts-sixth';
/** Blanks left to fill in are looked for by the checks of sections (checks.test.ts). */
const OTHERS = new Set(['check/blank']);
const rules = ruleBook();
const { lexicon } = rules;

const cases = casesOf(FOLDER);
const clean = cases.filter((one) => one.expect.length === 0);
const wrong = cases.filter((one) => one.expect.some(({ code }) => !OTHERS.has(code)));

function casesOf(folder: string): readonly Case[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => z.array(Case).parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))));
}

function findings(one: Case): TextFinding[] {
  return textChecks(
    {
      sections: Object.entries(one.sections).map(([sectionId, text]) => ({ sectionId, title: sectionId, text })),
      patient: { sex: one.sex, ageYears: yearsBetween(dicom(one.birthDate), dicom(one.studyDate)) },
      identity: { names: [one.patientName], patientId: one.patientId, accessions: [one.accession] },
      dates: { study: one.studyDate, priors: one.priorDates, birth: one.birthDate },
      imaged: imagedSide(one.lateralities),
      ordered: orderedSide(one.order) ?? orderedSide(one.description),
      asked: one.order ?? one.description,
      measurements: Object.entries(one.sections).flatMap(([sectionId, text]) => named(one, sectionId, text)),
      anatomy: one.mustMention,
      // The table says that it was told, not in which words.
      told: new Set(
        one.communications.some(({ category }) => category === 1) ? lexicon.critical.map(({ id }) => id) : [],
      ),
    },
    lexicon,
  );
}

/** What asks before the signature; a note leaves it free. */
function stops(one: Case): TextFinding[] {
  return findings(one).filter(({ code, isWeak }) => rules.tier(code, isWeak) !== 'note');
}

function named({ measurements }: Case, sectionId: string, text: string): NamedMeasurement[] {
  return measurements.flatMap(({ label, side }) => {
    const at = text.indexOf(`[${label}`);
    return at === -1 ? [] : [{ label, side, sectionId, at }];
  });
}

function dicom(date: string | null): string | null {
  return date?.replaceAll('-', '') ?? null;
}

describe('the checks of the words, over three hundred texts that others wrote', () => {
  it('has them all', () => {
    expect([clean.length, cases.length]).toEqual([100, 300]);
  });

  it('stop no clean report; the goal for others is two in a hundred', () => {
    const stopped = clean.flatMap((one) => stops(one).map(({ code, message }) => `${one.id} ${code}: ${message}`));
    expect(new Set(stopped.map((line) => line.split(' ')[0])).size, stopped.join('\n')).toBeLessThanOrEqual(0);
  });

  it('find nine in ten of the planted errors, each by its own check', () => {
    const expected = wrong.flatMap((one) => {
      const codes = new Set(findings(one).map(({ code }) => code));
      return one.expect
        .filter(({ code }) => !OTHERS.has(code))
        .map(({ code }) => ({ id: one.id, code, isFound: codes.has(code) }));
    });
    const missed = expected.filter(({ isFound }) => !isFound);
    expect(expected.length).toBeGreaterThan(180);
    expect(missed.length / expected.length, missed.map(({ id, code }) => `${id} ${code}`).join('\n')).toBeLessThan(0.1);
    for (const code of new Set(expected.map((one) => one.code))) {
      const own = expected.filter((one) => one.code === code);
      expect(own.filter(({ isFound }) => isFound).length / own.length, code).toBeGreaterThanOrEqual(0.6);
    }
  });

  it('only note no planted error but a part that nobody spoke of', () => {
    const all = [FOLDER, HELD_OUT, SECOND, THIRD, FOURTH, FIFTH].flatMap(casesOf);
    const noted = all.flatMap((one) => {
      const asked = new Set(stops(one).map(({ code }) => code));
      const codes = findings(one).map(({ code }) => code);
      return one.expect
        .filter(({ code }) => code !== 'check/anatomy' && codes.includes(code) && !asked.has(code))
        .map(({ code }) => `${one.id} ${code}`);
    });
    expect(all.length).toBe(810);
    expect(noted).toEqual([]);
  });

  it('point at the words that they mean', () => {
    const spans = wrong.flatMap((one) =>
      findings(one).map(({ sectionId, start, end }) => ({ text: one.sections[sectionId] ?? '', start, end })),
    );
    expect(spans.length).toBeGreaterThan(150);
    for (const { text, start, end } of spans) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
  });

  // Measured once, as they were: four of forty clean reports were stopped (one by a mistake that is mended), four errors were missed.
  it('do no worse on texts that no rule was tuned on', () => {
    const unseen = casesOf(HELD_OUT);
    const stopped = unseen.filter((one) => one.expect.length === 0 && stops(one).length > 0);
    const missed = unseen.filter((one) => {
      const codes = new Set(findings(one).map(({ code }) => code));
      return one.expect.some(({ code }) => !codes.has(code));
    });
    expect(unseen.length).toBe(80);
    expect(stopped.length, stopped.map(({ id }) => id).join(' ')).toBeLessThanOrEqual(0);
    expect(missed.length, missed.map(({ id }) => id).join(' ')).toBeLessThanOrEqual(4);
  });

  // What each set came to when it was measured first, before anything was mended on it, stands in the table of the README; here is
  // what it comes to since, and the sixth as it was measured.
  it.each([
    { set: 'second', folder: SECOND, clean: 60, texts: 90, stopped: 0, missed: 1 },
    { set: 'third', folder: THIRD, clean: 60, texts: 100, stopped: 1, missed: 0 },
    { set: 'fourth', folder: FOURTH, clean: 100, texts: 120, stopped: 0, missed: 0 },
    { set: 'fifth', folder: FIFTH, clean: 100, texts: 120, stopped: 0, missed: 0 },
    { set: 'sixth', folder: SIXTH, clean: 100, texts: 120, stopped: 4, missed: 2 },
  ])('do no worse on a $set set of texts, which no rule was tuned on when it was written', (wanted) => {
    const unseen = casesOf(wanted.folder);
    const clean = unseen.filter((one) => one.expect.length === 0);
    const stopped = clean.filter((one) => stops(one).length > 0);
    const missed = unseen.filter(
      (one) => !one.expect.every(({ code: of }) => findings(one).some(({ code }) => code.startsWith(of))),
    );
    expect([clean.length, unseen.length]).toEqual([wanted.clean, wanted.texts]);
    const why = stopped.flatMap((one) => stops(one).map(({ code, message }) => `${one.id} ${code}: ${message}`));
    expect(stopped.length, why.join('\n')).toBeLessThanOrEqual(wanted.stopped);
    expect(missed.length, missed.map(({ id }) => id).join(' ')).toBeLessThanOrEqual(wanted.missed);
  });
});
