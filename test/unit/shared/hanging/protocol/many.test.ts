import path from 'node:path';
import { expect, it } from 'vitest';
import { loadProtocols } from '../../../../../electron/station/hanging/load-hanging.ts';
import type { HangingCase } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { caseOf, priorOf, stackOf, studyOf } from './cases.ts';

/** HANGING_STUDIES=2000 HANGING_PROTOCOLS=1000: the full measure, under 10 s. */
const STUDIES = Number(process.env['HANGING_STUDIES'] ?? 60);
const PROTOCOLS = Number(process.env['HANGING_PROTOCOLS'] ?? 200);

const shipped = loadProtocols(path.join(import.meta.dirname, '../../../../../resources/hanging'));

/** Copies of the shipped ones, each with points of its own. */
function protocols(count: number): readonly HangingProtocol[] {
  return Array.from({ length: count }, (_, at) => {
    const plain = shipped[at % shipped.length];
    const extra = { attribute: 'age', is: 'range', from: at % 90, to: (at % 90) + 20, weight: 1 + (at % 7) };
    return HangingProtocol.parse({ ...plain, id: `${plain?.id}.${at}`, for: [...(plain?.for ?? []), extra] });
  });
}

function caseNumber(at: number): HangingCase {
  const region = ['head', 'chest', 'abdomen', 'spine', 'lower limb'][at % 5] ?? 'head';
  const modality = ['CT', 'MR', 'CR', 'US'][at % 4] ?? 'CT';
  const words = ['t2 tra', 't1 sag', 'flair', 'arterial', 'venous', 'bone', 'lung', 'scout', 'cor', 'AP'];
  const stacks = (of: string) =>
    words.map((description, i) => stackOf(`${of}.${i}`, { modality, description, images: 20 + i, seriesNumber: i }));
  const facts = { regions: [region], parts: [region], age: at % 90 };
  const priors = [1, 2, 3].map((old) =>
    priorOf(stacks(`${at}.${old}`), {
      studyUid: `1.${old}`,
      relevance: 0.9 - old / 10,
      daysBefore: old * 100,
      ...facts,
    }),
  );
  return caseOf(studyOf(stacks(String(at)), { studyUid: `2.${at}`, ...facts }), priors);
}

it(`${PROTOCOLS} protocols are matched with ${STUDIES} studies in time`, () => {
  const matcher = new ProtocolMatcher(protocols(PROTOCOLS));
  const cases = Array.from({ length: STUDIES }, (_, at) => caseNumber(at));
  const began = performance.now();
  const chosen = cases.map((one) => matcher.best(one));
  const milliseconds = performance.now() - began;
  expect(chosen.some((id) => id !== null)).toBe(true);
  // 10 s for two million pairs; a busy machine gets twenty times that and 200 ms to warm up in.
  expect(milliseconds).toBeLessThan(200 + (STUDIES * PROTOCOLS * 10_000 * 20) / 2e6);
  if (STUDIES * PROTOCOLS >= 2e6) expect(milliseconds).toBeLessThan(10_000);
}, 60_000);
