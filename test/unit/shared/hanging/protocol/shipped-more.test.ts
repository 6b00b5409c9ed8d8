import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProtocols } from '../../../../../electron/station/hanging/load-hanging.ts';
import type { HangingCase, HangingMonitor } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { faultsIn } from '../../../../../shared/hanging/protocol/edit/faults.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import { onDesk } from '../../../../../shared/hanging/protocol/on-desk.ts';
import { caseOf, priorOf, stackOf, studyOf } from './cases.ts';

const protocols = loadProtocols(path.join(import.meta.dirname, '../../../../../resources/hanging'));
const shipped = new ProtocolMatcher(protocols);
type Change = Parameters<typeof stackOf>[1];
const mr = (description: string, change: Change = {}) =>
  stackOf(description, { modality: 'MR', sopClass: '1.2.840.10008.5.1.4.1.1.4', ...change });
const sheet = (modality: string, description: string, change: Change = {}) =>
  stackOf(description, { modality, plane: null, images: 1, thickness: null, ...change });
const of = (part: string, region: string) => ({ parts: [part], regions: [region] });
const old = { studyUid: '1.1' };

/** "stage: what is shown", the stages that the desk shows. */
function said(facts: HangingCase): readonly string[] {
  const { protocol, stages } = shipped.hang(facts);
  const shown = onDesk(stages).map(({ name, viewports }) => {
    const each = viewports.map(({ role, stack, reason }) => `${role === 'prior' ? 'prior ' : ''}${stack?.description ?? `(${reason ?? ''})`}`); // prettier-ignore
    return `${name}: ${each.join(' | ')}`;
  });
  return [protocol?.id ?? 'built-in', ...shown];
}

const coronal = { plane: 'coronal' } as const;
const CASES: readonly (readonly [string, HangingCase, readonly string[]])[] = [
  [
    'a follow-up with T1 and T2 alone shows its prior',
    caseOf(studyOf([mr('T1 ax'), mr('T2 ax')], of('brain', 'head')), [priorOf([mr('T1 old'), mr('T2 old')], { ...old, ...of('brain', 'head') })]), // prettier-ignore
    ['mr-brain', 'Contrasts: T2 ax | T1 ax', 'Other sequences with prior: T2 ax | T1 ax | prior T2 old | prior T1 old'],
  ],
  [
    'a follow-up with susceptibility alone, too',
    caseOf(studyOf([mr('SWI')], of('brain', 'head')), [priorOf([mr('SWI old')], { ...old, ...of('brain', 'head') })]),
    ['mr-brain', 'Susceptibility with prior: SWI | prior SWI old', 'Blood and vessels: SWI'],
  ],
  [
    'MR of the breast',
    caseOf(
      studyOf([mr('T2 stir ax'), mr('dyn pre'), mr('dyn post 1'), mr('sub 1'), mr('ADC'), mr('DWI b800')], of('breast', 'breast')), // prettier-ignore
      [priorOf([mr('dyn post old'), mr('sub old')], { ...old, ...of('breast', 'breast') })],
    ),
    [
      'mr-breast',
      'Contrasts: T2 stir ax | dyn pre | dyn post 1 | sub 1 | DWI b800 | ADC',
      'After contrast with prior: dyn post 1 | sub 1 | prior dyn post old | prior sub old',
      'Subtraction with prior: sub 1 | prior sub old',
    ],
  ],
  [
    'MR of the neck',
    caseOf(studyOf([mr('T2 stir cor', coronal), mr('T2 ax'), mr('T1 ax'), mr('T1 ax fs post gad'), mr('T1 cor fs post gad', coronal), mr('DWI b800')], of('neck', 'neck'))), // prettier-ignore
    [
      'mr-neck',
      'Axial: T2 ax | T1 ax | T1 ax fs post gad | DWI b800 | T2 stir cor',
      'Coronal: T2 stir cor | T1 cor fs post gad',
    ],
  ],
  [
    'a dental panorama',
    caseOf(studyOf([sheet('PX', 'OPT')], of('teeth', 'head')), [
      priorOf([sheet('PX', 'OPT old')], { ...old, ...of('teeth', 'head') }),
    ]),
    ['xr-other', 'Views: OPT', 'With prior: OPT | prior OPT old'],
  ],
  [
    'sheets of bone density',
    caseOf(studyOf([sheet('OT', 'hip'), sheet('OT', 'AP spine')], { description: 'DEXA', ...of('hip', 'pelvis') })),
    ['dexa', 'Sheets: AP spine | hip'],
  ],
  [
    'a cervical spine: obliques after the dens, the right one first',
    caseOf(studyOf([sheet('CR', 'oblique left'), sheet('CR', 'AP', { view: 'AP' }), sheet('CR', 'oblique right'), sheet('CR', 'lateral'), sheet('CR', 'dens open mouth', { view: 'AP' })], of('cervical spine', 'spine'))), // prettier-ignore
    ['xr-bone', 'Views: AP | lateral | dens open mouth | oblique right', 'Further views: oblique right | oblique left'],
  ],
];

describe('more shipped protocols', () => {
  it.each(CASES)('%s', (_name, facts, stages) => {
    expect(said(facts)).toEqual(stages);
  });

  it('leave no cell empty on one and on two monitors, upright and across', () => {
    const screens: readonly HangingMonitor[] = [
      { role: 'any', orientation: 'landscape' },
      { role: 'diagnostic', orientation: 'portrait' },
    ];
    for (const [name, facts] of CASES) {
      for (const monitors of [screens.slice(0, 1), screens.slice(1), screens]) {
        const stages = onDesk(shipped.hang({ ...facts, monitors }).stages);
        expect(stages.length, name).toBeGreaterThan(0);
        for (const { viewports } of stages) {
          expect(
            viewports.every(({ stack }) => stack !== null),
            name,
          ).toBe(true);
        }
      }
    }
  });

  it('ask for no look that their kind does not have', () => {
    for (const protocol of protocols) expect(faultsIn(protocol), protocol.id).toEqual([]);
  });
});
