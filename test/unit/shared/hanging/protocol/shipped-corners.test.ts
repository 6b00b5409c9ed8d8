import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProtocols } from '../../../../../electron/station/hanging/load-hanging.ts';
import type { HangingStack } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import type { Hanging } from '../../../../../shared/hanging/protocol/match.ts';
import { caseOf, priorOf, stackOf, studyOf } from './cases.ts';

/* What reading the table of real studies corrected, each as the smallest case that shows it. */
const dir = path.join(import.meta.dirname, '../../../../../resources/hanging');
const shipped = new ProtocolMatcher(loadProtocols(dir));

type Change = Parameters<typeof stackOf>[1];
const mr = (description: string, change: Change = {}): HangingStack =>
  stackOf(description, { modality: 'MR', sopClass: '1.2.840.10008.5.1.4.1.1.4', ...change });
const picture = { plane: null, images: 1, thickness: null } as const;
const xr = (description: string, view: string): HangingStack =>
  stackOf(description, { modality: 'CR', ...picture, view });
const mg = (laterality: string, view: string, change: Change = {}): HangingStack =>
  stackOf(`${laterality} ${view}`, { modality: 'MG', ...picture, laterality, view, ...change });
const clip = (description: string, images: number, stack: number, modality: string): HangingStack =>
  stackOf(description, { seriesUid: '1.9', modality, description, plane: null, cine: true, images, stack });
const spine = { parts: ['cervical spine'], regions: ['spine'] };
const chest = { parts: ['chest'], regions: ['chest'] };
const sheet = (modality: string): HangingStack =>
  stackOf('Requisition', { modality, sopClass: '1.2.840.10008.5.1.4.1.1.7', ...picture });
/** Without a picture: it stands in its viewport as pages, or as curves. */
const document = (description: string, kind: 'pdf' | 'waveform'): HangingStack => {
  const sopClass = `1.2.840.10008.5.1.4.1.1.${kind === 'pdf' ? '104.1' : '9.1.1'}`;
  const modality = kind === 'pdf' ? 'DOC' : 'ECG';
  const change = { ...picture, modality, sopClass, images: 0, minor: kind === 'waveform', document: kind };
  return stackOf(description, change);
};
const FOUR = [mg('L', 'MLO'), mg('R', 'CC'), mg('L', 'CC'), mg('R', 'MLO')];

function said({ stages }: Hanging): readonly string[] {
  return stages.map(({ name, viewports }) => {
    const shown = viewports.map(
      ({ role, stack, reason }) =>
        `${role === 'prior' ? 'prior ' : ''}${stack ? (stack.description ?? '') : `(${reason ?? ''})`}`,
    );
    return `${name}: ${shown.join(' | ')}`;
  });
}

describe('scouts', () => {
  const pilot = mr('T/S/C RF FAST PILOT', { images: 3 });

  it('of an earlier study stand in for none of its pictures, whatever the maker calls them', () => {
    const study = studyOf([mr('t2 tse sag', { plane: 'sagittal' })], spine);
    const prior = priorOf([pilot], { studyUid: '1.1', ...spine });
    expect(said(shipped.hang(caseOf(study, [prior])))).toEqual(['Sagittal and axial: t2 tse sag']);
    const head = { parts: ['head'], regions: ['head'] };
    const ct = caseOf(studyOf([stackOf('head native')], head), [
      priorOf([stackOf('scout')], { studyUid: '1.1', ...head }),
    ]);
    expect(said(shipped.hang(ct))[0]).toBe('Brain, blood, bone: head native | head native | head native');
  });

  it('alone are left to the built-in hanging', () => {
    expect(
      shipped.hang(caseOf(studyOf([stackOf('scout')], { parts: ['head'], regions: ['head'] }))).protocol,
    ).toBeNull();
  });

  it('are not what radiographs call a survey', () => {
    expect(xr('SKELETAL SURVEY', 'AP').content).not.toContain('localiser');
    expect(pilot.content).toContain('localiser');
  });
});

describe('words', () => {
  it.each([
    ['SAG T1 C SPINE', false],
    ['T1 tra + C', true],
    ['T1 AX C', true],
  ])('%s: after contrast is %s', (description, after) => {
    expect(mr(description).content.includes('contrast')).toBe(after);
  });
});

describe('a report of the dose', () => {
  it.each([
    ['ROUTINE CHEST NON CONTRAST LOW DOSE', '1.2.840.10008.5.1.4.1.1.2', false],
    ['Dose Report', '1.2.840.10008.5.1.4.1.1.2', true],
    ['Dose', '1.2.840.10008.5.1.4.1.1.7', true],
  ])('%s of %s: %s', (description, sopClass, isOne) => {
    expect(stackOf(description, { sopClass }).content.includes('dose-report')).toBe(isOne);
  });
});

describe('vessels of the brain', () => {
  it('hang alone where nothing else was taken', () => {
    const study = studyOf([mr('ANGIO Projected from C'), mr('FAST PILOT')], { parts: ['brain'], regions: ['head'] });
    expect(said(shipped.hang(caseOf(study)))).toEqual(['Vessels: ANGIO Projected from C']);
  });
});

describe('papers', () => {
  it('hang first where no protocol does', () => {
    const study = studyOf([mr('pelvis'), sheet('OT')]);
    const [main] = study.stacks;
    const plan = main && { name: 'MR', rows: 1, columns: 1, viewports: [{ stack: main, role: 'current' as const }] };
    const hanging = shipped.hang(caseOf(study), plan);
    expect([hanging.protocol, said(hanging)]).toEqual([null, ['Papers first: Requisition | pelvis', 'MR: pelvis']]);
    expect(hanging.stages[0]?.viewports.map(({ place }) => [place.x, place.width])).toEqual([
      [0, 0.4],
      [0.4, 0.6],
    ]);
    expect(said(shipped.hang(caseOf(studyOf([sheet('OT')]))))).toEqual(['OT: Requisition']);
  });

  it('that are a PDF or an ECG hang first, too, with a protocol and without, the paper before the curves', () => {
    const ct = stackOf('thorax');
    const [pdf, ecg] = [document('Scanned', 'pdf'), document('12 lead', 'waveform')];
    const first = (stacks: readonly HangingStack[]): string =>
      said(shipped.hang(caseOf(studyOf(stacks, chest))))[0] ?? '';
    expect(first([ct, pdf])).toMatch(/^Papers first: Scanned \| thorax/u);
    expect(first([ct, ecg])).toMatch(/^Papers first: 12 lead \| thorax/u);
    expect(first([ct, ecg, pdf])).toMatch(/^Papers first: Scanned \|/u);
    const plan = { name: 'MR', rows: 1, columns: 1, viewports: [{ stack: mr('pelvis'), role: 'current' as const }] };
    const builtIn = shipped.hang(caseOf(studyOf([mr('pelvis'), pdf])), plan);
    expect([builtIn.protocol, said(builtIn)[0]]).toEqual([null, 'Papers first: Scanned | pelvis']);
    // Nothing else is there: they are the case, and nothing went wrong.
    const empty = { name: 'No pictures', rows: 1, columns: 1, viewports: [null] };
    const alone = shipped.hang(caseOf(studyOf([ecg])), empty);
    expect([said(alone), alone.fault]).toEqual([['ECG: 12 lead'], null]);
  });

  it('that are documents stand in for no picture, change no other viewport, and a report is none of them', () => {
    const stacks = [stackOf('thorax'), stackOf('lung', { thickness: 1 })];
    const without = said(shipped.hang(caseOf(studyOf(stacks, chest))));
    const beside = said(shipped.hang(caseOf(studyOf([...stacks, document('Scanned', 'pdf')], chest))));
    expect(beside.slice(1)).toEqual(without);
    const report = said(shipped.hang(caseOf(studyOf([...stacks, document('Radiology report', 'pdf')], chest))));
    expect(report).toEqual(without);
  });

  it('are no stills', () => {
    const hanging = shipped.hang(caseOf(studyOf([sheet('US'), clip('clip', 30, 0, 'US')])));
    expect(said(hanging)).toEqual(['Papers first: Requisition', 'Stills and clips: clip']);
  });
});

describe('mammograms', () => {
  it('hang four views in their order, and every further view on a stage of its own', () => {
    const more = [mg('R', 'ML'), mg('L', 'CC', { description: 'L CC spot', viewModifiers: ['spot'] })];
    expect(said(shipped.hang(caseOf(studyOf([...FOUR, ...more]))))).toEqual([
      'Four views: R CC | L CC | R MLO | L MLO',
      'Further views: L CC spot | R ML',
    ]);
  });

  it('hang what is for presentation before what is for processing, and a view before its slices', () => {
    const raw = mg('R', 'CC', { description: 'raw', sopClass: '1.2.840.10008.5.1.4.1.1.1.2.1' });
    const slices = mg('L', 'CC', { description: 'tomosynthesis', images: 60 });
    const [first] = said(shipped.hang(caseOf(studyOf([raw, slices, ...FOUR]))));
    expect(first).toBe('Four views: R CC | L CC | R MLO | L MLO');
    expect(said(shipped.hang(caseOf(studyOf([raw]))))[0]).toBe('Four views: raw');
  });

  it('stand over the same view of the earlier study, right below right', () => {
    const prior = priorOf(
      FOUR.map((one) => ({ ...one, description: `old ${one.description ?? ''}` })),
      { studyUid: '1.1' },
    );
    const { stages } = shipped.hang(caseOf(studyOf(FOUR), [prior]));
    const cc = stages.find(({ id }) => id === 'cc')?.viewports ?? [];
    expect(cc.map(({ stack, place, look }) => [stack?.description, place.x, place.y, look.justify, look.zoom])).toEqual(
      [
        ['R CC', 0, 0, 'right', 'same-size'],
        ['L CC', 0.5, 0, 'left', 'same-size'],
        ['old R CC', 0, 0.5, 'right', 'same-size'],
        ['old L CC', 0.5, 0.5, 'left', 'same-size'],
      ],
    );
  });
});

describe('radiographs', () => {
  it('of the chest from the side alone hang, and a frontal view is not compared with one from the side', () => {
    const [lateral, frontal] = [xr('thorax lat', 'LL'), xr('thorax', 'PA')];
    const prior = priorOf([xr('old lat', 'LL')], { studyUid: '1.1', ...chest });
    expect(said(shipped.hang(caseOf(studyOf([lateral], chest), [prior])))).toEqual([
      'Views: thorax lat',
      'Lateral with prior: thorax lat | prior old lat',
    ]);
    expect(said(shipped.hang(caseOf(studyOf([frontal], chest), [prior])))).toEqual(['Views: thorax']);
  });

  it('of bones from the side alone hang', () => {
    const hanging = shipped.hang(
      caseOf(studyOf([xr('ankle lat', 'LL')], { parts: ['ankle'], regions: ['lower limb'] })),
    );
    expect([hanging.protocol?.id, said(hanging)]).toEqual(['xr-bone', ['Views: ankle lat']]);
  });
});

describe('runs and clips', () => {
  it('hang in the order in which they were taken, not the longest first', () => {
    const runs = [clip('first', 20, 0, 'XA'), clip('second', 90, 1, 'XA'), clip('third', 40, 2, 'XA')];
    const order = 'first | second | third';
    expect(said(shipped.hang(caseOf(studyOf(runs.toReversed()))))).toEqual(['Run: first', `Four runs: ${order}`]);
    const clips = runs.map((one) => ({ ...one, modality: 'US' }));
    expect(said(shipped.hang(caseOf(studyOf(clips.toReversed()))))).toEqual([
      'Stills and clips: first | second',
      `Four clips: ${order}`,
    ]);
  });
});
