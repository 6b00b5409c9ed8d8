import { describe, expect, it } from 'vitest';
import type { HangingCase } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { BUILT_IN, ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import { onDesk } from '../../../../../shared/hanging/protocol/on-desk.ts';
import type { DeskStage } from '../../../../../shared/hanging/protocol/on-desk.ts';
import type { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { caseOf, priorOf, protocolOf, stackOf, studyOf } from './cases.ts';

const ct = studyOf([stackOf('axial')]);
const withPrior = caseOf(ct, [priorOf([stackOf('old')], { studyUid: '1.1' })]);
const half = { y: 0, width: 0.5, height: 1 };

interface Asked {
  readonly displays: readonly Readonly<Record<string, unknown>>[];
  readonly partial?: string;
}

/** A CT protocol with one stage for each list of display sets, beside each other. */
function asking(...stages: readonly Asked[]): HangingProtocol {
  const displays = stages.flatMap(({ displays: all }, stage) =>
    all.map((one, at) => ({
      ...{ id: `d${stage}-${at}`, label: `d${at}`, kind: 'stack', set: 'main', missing: { do: 'leave-out' } },
      ...one,
    })),
  );
  return protocolOf({
    displaySets: displays,
    stages: stages.map(({ displays: all, partial = 'ADAPT_LAYOUT' }, stage) => ({
      ...{ id: `s${stage}`, name: `Stage ${stage}`, partial },
      screens: [{ boxes: all.map((_one, at) => ({ ...half, x: at / 2, show: `d${stage}-${at}` })).slice(0, 2) }],
    })),
  });
}

function stagesOf(of: HangingCase, protocol: HangingProtocol): readonly DeskStage[] {
  return onDesk(new ProtocolMatcher([protocol]).hang(of).stages);
}

const said = (stages: readonly DeskStage[]): readonly string[] =>
  stages.map(({ viewports, planes, leftOut }) => {
    const shown = viewports.map(
      ({ kind, stack, place, reason }) => `${kind} ${stack?.seriesUid ?? `(${reason ?? ''})`} ${place.width}`,
    );
    return `${planes ? 'planes: ' : ''}${shown.join(' | ')}${leftOut.map(({ label }) => ` -${label}`).join('')}`;
  });

describe('a hanging as the desk shows it', () => {
  it('shows one stack twice only where the two look different', () => {
    const windows = (a: string, b: string) => asking({ displays: [{ look: { window: a } }, { look: { window: b } }] });
    expect(said(stagesOf(withPrior, windows('brain', 'bone')))).toEqual(['stack axial 0.5 | stack axial 0.5']);
    expect(said(stagesOf(withPrior, windows('brain', 'brain')))).toEqual(['stack axial 1 -d1']);
    const mr = caseOf(studyOf([stackOf('t1', { modality: 'MR' })]));
    const anyOf = protocolOf().imageSets.map((set) => ({
      ...set,
      rules: [{ attribute: 'images', is: 'range', from: 1, weight: 1 }],
    }));
    const onMr = protocolOf({
      ...windows('brain', 'bone'),
      for: [{ attribute: 'modality', is: 'present', weight: 1 }],
      imageSets: anyOf,
    });
    // A window in Hounsfield units says nothing about them.
    expect(said(stagesOf(mr, onMr))).toEqual(['stack t1 1 -d1']);
  });

  it('keeps the place with the reason where the stage keeps its layout', () => {
    const twice = asking({ displays: [{}, {}], partial: 'MAINTAIN_LAYOUT' });
    expect(said(stagesOf(withPrior, twice))).toEqual([
      'stack axial 0.5 | stack (d1: its pictures stand in “d0” already) 0.5 -d1',
    ]);
  });

  it('lays planes of one stack out by themselves, and a plane or a slab beside other pictures as one viewport', () => {
    const mpr = (plane: string) => ({ kind: 'mpr', plane });
    expect(said(stagesOf(withPrior, asking({ displays: [mpr('axial'), mpr('coronal')] })))).toEqual([
      'planes: mpr axial 0.5 | mpr axial 0.5',
    ]);
    expect(said(stagesOf(withPrior, asking({ displays: [{}, mpr('coronal')] })))).toEqual([
      'stack axial 0.5 | mpr axial 0.5',
    ]);
    const slab = (thickness: number) => ({ kind: 'slab', plane: 'coronal', mode: 'max', thickness });
    const besidePrior = asking({ displays: [{ set: 'prior' }, slab(10)] });
    expect(said(stagesOf(withPrior, besidePrior))).toEqual(['stack old 0.5 | slab axial 0.5']);
    // Two stages that differ in nothing but the thickness are two.
    const thicker = [{ displays: [{}, slab(10)] }, { displays: [{}, slab(20)] }, { displays: [{}, slab(20)] }];
    expect(said(stagesOf(withPrior, asking(...thicker)))).toHaveLength(2);
  });

  it('shows the slices, with the reason, of what is no volume', () => {
    const noVolume = () => '2 of 40 pictures lie in another direction';
    const protocol = asking({ displays: [{ set: 'prior' }, { kind: 'mpr', plane: 'coronal' }] });
    const [stage] = onDesk(new ProtocolMatcher([protocol]).hang(withPrior).stages, { noVolume });
    expect(said(stage ? [stage] : [])).toEqual(['stack old 0.5 | stack axial 0.5']);
    expect(stage?.viewports[1]?.remark).toBe('as its slices: 2 of 40 pictures lie in another direction');
  });

  it('shows what it does not have as slices, and no stage that is nothing but that, nor one that looks like another', () => {
    const volume = { kind: 'volume', preset: 'bone' };
    const noVolume = () => 'too large';
    const three = asking({ displays: [volume] }, { displays: [{}] }, { displays: [{}] });
    expect(said(stagesOf(withPrior, three))).toEqual(['volume axial 0.5', 'stack axial 0.5']);
    expect(said(onDesk(new ProtocolMatcher([three]).hang(withPrior).stages, { noVolume }))).toEqual([
      'stack axial 0.5',
    ]);
    const [only] = onDesk(new ProtocolMatcher([asking({ displays: [volume] })]).hang(withPrior).stages, { noVolume });
    expect(only?.viewports[0]).toMatchObject({ kind: 'stack', remark: 'as its slices: too large' });
    const thin = caseOf(studyOf([stackOf('one', { images: 1 })]));
    const planes = asking({ displays: [{ kind: 'mpr', plane: 'coronal' }] });
    expect(said(stagesOf(thin, planes))).toEqual(['stack one 0.5']);
  });

  it('hangs a fusion in another plane than its slices, and over its slices where there is no volume', () => {
    const pet = stackOf('pet', { modality: 'PT' });
    const both = caseOf(studyOf([stackOf('ct'), pet]));
    const of = (value: string) => [{ attribute: 'modality', is: 'equals', value, weight: 1, must: true }];
    const coronal = { kind: 'fusion', set: 'ct', over: 'pet', opacity: 0.5, plane: 'coronal' };
    const display = { id: 'f', label: 'F', missing: { do: 'leave-out' }, ...coronal };
    const protocol = protocolOf({
      imageSets: [
        { id: 'ct', label: 'CT', of: 'current', rules: of('CT'), weight: 1 },
        { id: 'pet', label: 'PET', of: 'current', rules: of('PT'), weight: 1 },
      ],
      displaySets: [display],
      stages: [{ id: 's', name: 'S', screens: [{ boxes: [{ x: 0, y: 0, width: 1, height: 1, show: 'f' }] }], partial: 'ADAPT_LAYOUT' }], // prettier-ignore
    });
    const { stages } = new ProtocolMatcher([protocol]).hang(both);
    expect(onDesk(stages)[0]?.viewports[0]).toMatchObject({
      kind: 'fusion',
      display: { plane: 'coronal' },
      remark: null,
    });
    const [flat] = onDesk(stages, { noVolume: () => 'too large' })[0]?.viewports ?? [];
    expect(flat).toMatchObject({ kind: 'fusion', remark: 'on its slices, not on a coronal plane: too large' });
    expect(flat?.display).not.toHaveProperty('plane');
  });

  it('is never blank', () => {
    const report = asking({ displays: [{ kind: 'report' }, {}] });
    const extras = { ...withPrior, study: { ...withPrior.study, extras: ['report' as const] } };
    expect(said(stagesOf(extras, report))).toEqual(['report axial 0.5 | stack axial 0.5']);
    expect(said(stagesOf(withPrior, report))).toEqual(['stack axial 1']);
  });
});

describe('a protocol that the reader chooses', () => {
  const better = { ...protocolOf(), id: 'better' };
  const weaker = protocolOf({ id: 'weaker', for: [{ attribute: 'modality', is: 'present', weight: 1 }] });
  const mr = protocolOf({
    id: 'mr',
    for: [{ attribute: 'modality', is: 'equals', value: 'MR', weight: 1, must: true }],
  });
  const chosen = (wanted: string | null) =>
    new ProtocolMatcher([better, weaker, mr]).hang(withPrior, null, wanted).protocol?.id ?? null;

  it('hangs where it fits, and the best one where it does not', () => {
    expect([chosen(null), chosen('weaker'), chosen('mr'), chosen(BUILT_IN)]).toEqual([
      'better',
      'weaker',
      'better',
      null,
    ]);
  });
});
