import { describe, expect, it } from 'vitest';
import { caseOf, hangStage, stackedSeries } from '../../../../renderer/hanging/index.ts';
import { linksOfStage } from '../../../../renderer/reading/navigation/desk-links.ts';
import { ONE_MONITOR } from '../../../../shared/hanging/protocol/case-facts.ts';
import type { DisplaySet, Presentation } from '../../../../shared/hanging/protocol/display-set.ts';
import { faultsIn } from '../../../../shared/hanging/protocol/edit/faults.ts';
import { LOOK_WORDS, looksOf } from '../../../../shared/hanging/protocol/look-rules.ts';
import { ProtocolMatcher } from '../../../../shared/hanging/protocol/match.ts';
import { onDesk } from '../../../../shared/hanging/protocol/on-desk.ts';
import type { StudyBeside } from '../../../../shared/model/study-beside.ts';
import { protocolOf } from '../../shared/hanging/protocol/cases.ts';
import { axial, objectId, seriesOf, studyOf, volume } from '../../shared/hanging/studies.ts';

const stacks = { of: stackedSeries };
const chest = volume('chest', 'CT', 21, 0, 2, { rescaleType: 'HU' } as never);
const numbered = { ...chest, images: chest.images.map((image, i) => ({ ...image, instanceNumber: (i * 8) % 21 })) };
const pet = volume('pet', 'PT', 21, 0, 2);
const run = seriesOf('run', 'XA', [{ ...axial('run', 0, { modality: 'XA', frames: 12, frameTime: 40 }) }]);
const key = numbered.images[4]?.objectId ?? objectId('none');
const last = numbered.images[17]?.objectId ?? objectId('none');
const beside: StudyBeside = {
  keyImages: [{ objectId: key, frame: 1 }, { objectId: last, frame: 1 }], // prettier-ignore
  ...{ report: true, reports: [], ai: [{ objectId: objectId('cad'), series: [chest.seriesUid] }] },
  findings: [{ kind: 'key-image', objectId: key, frame: 1 }],
};
const current = { ...studyOf(1, [numbered, pet, run]), beside };
const studies = { current, priors: [] };
const { facts } = caseOf(studies, stacks, { reader: null, monitors: ONE_MONITOR });
const ofSeries = (value: string) => [{ attribute: 'modality', is: 'equals', value, weight: 1, must: true }];

const common = { id: 'd', label: 'D', set: 'ct', missing: { do: 'leave-out' } } as const;
const KINDS: readonly DisplaySet[] = [
  { ...common, kind: 'stack' },
  { ...common, kind: 'mpr', plane: 'coronal' },
  { ...common, kind: 'slab', plane: 'sagittal', mode: 'max', thickness: 8 },
  { ...common, kind: 'volume', preset: 'bone' },
  { ...common, kind: 'fusion', over: 'pet', opacity: 0.5 },
  { ...common, kind: 'fusion', over: 'pet', opacity: 0.5, plane: 'coronal' },
  { ...common, kind: 'cine', set: 'run' },
  { ...common, kind: 'key-images' },
  { ...common, kind: 'report' },
  { ...common, kind: 'ai-result' },
];
/** Something else than what holds without it. */
const LOOKS: Required<Presentation> = {
  picture: 'last',
  window: { center: 77, width: 333 },
  turn: '90',
  flip: 'horizontal',
  zoom: 2,
  justify: 'left',
  invert: true,
  colourMap: 'rainbow',
  sort: { by: 'instance-number', descending: true },
  sync: [{ group: 'g', of: ['zoom'] }],
};

function documentOf(display: DisplaySet) {
  const all = [display, { ...common, id: 'other', kind: 'stack', set: 'pet', look: { sync: LOOKS.sync } }];
  return protocolOf({
    imageSets: [
      { id: 'ct', label: 'CT', of: 'current', rules: ofSeries('CT'), weight: 1 },
      { id: 'pet', label: 'PET', of: 'current', rules: ofSeries('PT'), weight: 1 },
      { id: 'run', label: 'Run', of: 'current', rules: ofSeries('XA'), weight: 1 },
    ],
    displaySets: all,
    stages: [{ id: 's', name: 'S', partial: 'MAINTAIN_LAYOUT', screens: [{ boxes: all.map(({ id }, at) => ({ x: at / 2, y: 0, width: 0.5, height: 1, show: id })) }] }], // prettier-ignore
  });
}

function hung(display: DisplaySet) {
  const [stage] = onDesk(new ProtocolMatcher([documentOf(display)]).hang(facts).stages);
  if (!stage) throw new Error('nothing hangs');
  const { cells } = hangStage(stage, { studies, stacks, monitor: 0, pitch: null });
  const [viewport] = stage.viewports;
  return { cell: cells[0], kind: viewport?.kind, remark: viewport?.remark ?? null, cells };
}

/** The number of a look as it stands in the viewport. */
function readBack(field: keyof Presentation, { cell, cells }: ReturnType<typeof hung>): unknown {
  const { view, start, plane, fused, order } = cell?.hung ?? {};
  switch (field) {
    case 'picture':
      return plane ? plane.through : [start?.objectId, start?.frame];
    case 'window':
      return view?.window;
    case 'turn':
      return view?.rotation;
    case 'flip':
      return view?.flip;
    case 'zoom':
      return view?.scale;
    case 'justify':
      return view?.justify;
    case 'invert':
      return view?.invert;
    case 'colourMap':
      return fused ? fused.map : view?.colourMap;
    case 'sort':
      return order;
    case 'sync':
      return linksOfStage(Object.fromEntries(cells.map(({ sync }, at) => [`v${at}`, sync])))?.linkGroups;
  }
}

/** Of what is one number whatever it is shown on. */
const WANTED: Partial<Record<keyof Presentation, unknown>> = {
  window: LOOKS.window,
  turn: 90,
  flip: true,
  zoom: 2,
  justify: 'left',
  invert: true,
  colourMap: 'rainbow',
  sort: LOOKS.sort,
};

describe.each(
  KINDS.map((display) => [`${display.kind}${'plane' in display ? ` ${display.plane}` : ''}`, display] as const),
)('a display set of %s', (name, display) => {
  it.each(Object.keys(LOOKS) as (keyof Presentation)[])('has %s applied, or it is refused in words', (field) => {
    const asking = { ...display, look: { [field]: LOOKS[field] } } as DisplaySet;
    const words = faultsIn(documentOf(asking)).map((fault) => fault.words);
    const shown = hung(asking);
    expect(shown.kind, name).toBe(display.kind);
    if (!looksOf(display).has(field)) {
      expect(words).toHaveLength(1);
      expect(words[0]).toContain(LOOK_WORDS[field]);
      // One that was kept before hangs, and says so.
      expect(shown.remark).toContain(LOOK_WORDS[field]);
      return;
    }
    expect(words).toEqual([]);
    expect(shown.remark).toBeNull();
    const got = readBack(field, shown);
    if (field in WANTED) expect(got).toEqual(WANTED[field]);
    else expect(got).not.toEqual(readBack(field, hung(display)));
  });
});

describe('a viewport that begins where something was found', () => {
  const starts = (at: 'finding' | 'key-image' | 'ai-mark', otherwise?: 'first' | 'last' | number) =>
    hung({ ...common, kind: 'stack', look: { picture: { at, ...(otherwise === undefined ? {} : { otherwise }) } } }).cell?.hung?.start?.objectId; // prettier-ignore

  it('begins there, else as it says, else as usual', () => {
    const usual = hung({ ...common, kind: 'stack' }).cell?.hung?.start?.objectId;
    expect([starts('finding'), starts('key-image', 'last')]).toEqual([key, key]);
    const { refs } = stackedSeries(numbered).main;
    expect(starts('ai-mark', 'last')).toBe(refs.at(-1)?.objectId);
    expect(starts('ai-mark', 0.5)).toBe(refs[10]?.objectId);
    expect([starts('ai-mark'), usual]).toEqual([usual, usual]);
  });

  it('cuts a plane through it', () => {
    const cut = hung({ ...common, kind: 'mpr', plane: 'coronal', look: { picture: { at: 'finding' } } });
    expect(cut.cell?.hung?.plane?.through?.[2]).toBeCloseTo(8);
  });

  it('hangs the key images of a study as one stack, its report as text, and what a program found over its pictures', () => {
    const { cell } = hung({ ...common, kind: 'key-images' });
    expect(cell?.hung?.among?.map(({ objectId: id }) => id)).toEqual([key, last]);
    expect(cell?.hung?.start?.objectId).toBe(key);
    expect(hung({ ...common, kind: 'report' }).cell).toMatchObject({
      hung: null,
      reason: null,
      report: { role: 'current' },
    });
    expect(hung({ ...common, kind: 'ai-result' }).cell?.hung?.marked).toEqual([objectId('cad')]);
  });
});
