import { describe, expect, it } from 'vitest';
import {
  hangStage,
  inOrder,
  inReadingOrder,
  linesOf,
  regularGrid,
  stackedSeries,
  tracksOf,
} from '../../../../renderer/hanging/index.ts';
import type { OpenStudies } from '../../../../renderer/hanging/index.ts';
import { caseOf } from '../../../../renderer/hanging/index.ts';
import type { DisplaySet, Presentation } from '../../../../shared/hanging/protocol/display-set.ts';
import type { DeskStage } from '../../../../shared/hanging/protocol/on-desk.ts';
import type { HungViewport } from '../../../../shared/hanging/protocol/stages.ts';
import { ONE_MONITOR } from '../../../../shared/hanging/protocol/case-facts.ts';
import { DeskState } from '../../../../shared/model/measurement.ts';
import type { SeriesForReading } from '../../../../shared/model/study.ts';
import { fromDeskState, toDeskState } from '../../../../renderer/reading/desk-state.ts';
import { stageDesk } from '../../../../renderer/reading/hang-desk.ts';
import { axial, seriesOf, studyOf, volume } from '../../shared/hanging/studies.ts';

const stacks = { of: stackedSeries };
const half = (at: number) => ({ monitor: 0, x: at / 2, y: 0, width: 0.5, height: 1 });

interface Wanted {
  readonly look?: Presentation;
  readonly role?: 'current' | 'prior';
  readonly series: SeriesForReading | null;
  readonly objectId?: string;
}

/** A stage with these series beside each other. */
function stageOf({ current, priors }: OpenStudies, wanted: readonly Wanted[], planes = false): DeskStage {
  const { facts } = caseOf({ current, priors }, stacks, { reader: null, monitors: ONE_MONITOR });
  const all = [facts.study, ...facts.priors].flatMap((study) => study.stacks);
  const viewports = wanted.map(({ look = {}, role = 'current', series, objectId }, at): HungViewport => {
    const stack = all.find(
      (one) => one.seriesUid === series?.seriesUid && (objectId === undefined || one.objectId === objectId),
    );
    return {
      ...{
        label: `view ${at}`,
        kind: planes ? 'mpr' : 'stack',
        place: half(at),
        role,
        stack: stack ?? null,
        over: null,
      },
      ...{ reason: stack ? null : 'no such series', remark: null, display: null, look },
    };
  });
  return { id: 's', name: 'Stage', viewports, leftOut: [], planes };
}

const hang = (studies: OpenStudies, wanted: readonly Wanted[], planes = false) =>
  hangStage(stageOf(studies, wanted, planes), { studies, stacks, monitor: 0, pitch: null });

const HU = { modality: 'CT', rescaleType: 'HU' };

describe('a stage as viewports of the window', () => {
  const chest = volume('chest', 'CT', 21, 0, 2, HU as never);
  const old = volume('old', 'CT', 41, 0, 1, HU as never);
  const current = studyOf(1, [chest]);
  const prior = studyOf(2, [old]);
  const studies = { current, priors: [prior] };
  const placeIn = (series: SeriesForReading, objectId: string | undefined): number =>
    stackedSeries(series).main.refs.findIndex((ref) => ref.objectId === objectId);

  it('begins where the protocol says, and the prior at the same place of the body', () => {
    const [mine, theirs] = hang(studies, [{ series: chest }, { series: old, role: 'prior' }]).cells;
    expect(mine?.hung?.role).toBe('current');
    expect(placeIn(chest, mine?.hung?.start?.objectId)).toBe(10);
    expect(theirs?.hung?.studyId).toBe(prior.study.studyId);
    expect(placeIn(old, theirs?.hung?.start?.objectId)).toBe(20);
    const pictures = ['first', 'last', 0.25] as const;
    const at = pictures.map((picture) => hang(studies, [{ series: chest, look: { picture } }]).cells[0]?.hung?.start);
    expect(at.map((start) => placeIn(chest, start?.objectId))).toEqual([0, 20, 5]);
  });

  it('hangs a document in place of pictures, and the keys go to the pictures beside it', () => {
    const [slice] = chest.images;
    if (!slice) throw new Error('no slice');
    const [sopClass, why] = ['1.2.840.10008.5.1.4.1.1.104.1', 'document' as const];
    const page = {
      ...slice,
      frames: 0,
      pixels: null,
      sopClass,
      modality: 'DOC',
      picture: { shown: false as const, why },
    };
    const pdf: SeriesForReading = {
      ...chest,
      seriesUid: '1.9.9',
      modality: 'DOC',
      description: 'Scan',
      images: [page],
    };
    const own = { current: studyOf(1, [chest, pdf]), priors: [] };
    const { facts } = caseOf(own, stacks, { reader: null, monitors: ONE_MONITOR });
    const known = facts.study.stacks.find(({ seriesUid }) => seriesUid === pdf.seriesUid);
    expect([known?.document, known?.images, known?.content]).toEqual(['pdf', 0, ['paper']]);
    const beside = { keyImages: [], report: true, reports: [page.objectId], ai: [], findings: [] };
    const written = caseOf({ ...own, current: { ...own.current, beside } }, stacks, {
      reader: null,
      monitors: ONE_MONITOR,
    });
    expect(written.facts.study.stacks.find(({ document }) => document === 'pdf')?.content).toEqual([]);
    const { cells } = hang(own, [{ series: pdf }, { series: chest }]);
    expect(cells[0]).toMatchObject({ hung: { seriesUid: pdf.seriesUid, start: null }, reason: null });
    const desk = stageDesk({ cells, planes: null }, 'x');
    expect([desk.layout.cells, desk.layout.active]).toEqual([['v1-1', 'v1-2'], 'v1-2']);
    const kept = DeskState.parse(JSON.parse(JSON.stringify(toDeskState(desk.layout, desk.composition, () => null))));
    expect(fromDeskState(kept, own.current, [])?.cells['v1-1']?.seriesUid).toBe(pdf.seriesUid);
  });

  it('follows the order that the protocol names, begins there, and comes back so', () => {
    const numbered = { ...chest, images: chest.images.map((image, i) => ({ ...image, instanceNumber: (i * 8) % 21 })) };
    const own = { current: studyOf(1, [numbered]), priors: [] };
    const sort = { by: 'instance-number' } as const;
    const { cells } = hang(own, [{ series: numbered, look: { picture: 'first', sort } }]);
    const [cell] = cells;
    expect(cell?.hung?.order).toEqual(sort);
    const stack = stackedSeries(numbered).main;
    const sorted = inOrder(stack, sort);
    expect(cell?.hung?.start).toEqual(sorted.refs[0]);
    expect(sorted.frames.map(({ image }) => image.instanceNumber)).toEqual(Array.from({ length: 21 }, (_, i) => i));
    expect(sorted.refs.map((ref) => stack.placeOf(ref)).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      stack.refs.map((_ref, place) => place),
    );
    // Where a picture lies goes with the picture.
    sorted.frames.forEach(({ info }, at) => expect(sorted.link.planes[at]?.position).toEqual(info.position));
    expect(sorted.faults.sorted).toBe('SORTED BY IMAGE NUMBER, NOT BY POSITION');
    const desk = stageDesk({ cells, planes: null }, 'x');
    const kept = DeskState.parse(JSON.parse(JSON.stringify(toDeskState(desk.layout, desk.composition, () => null))));
    expect(Object.values(fromDeskState(kept, own.current, [])?.cells ?? {})[0]?.order).toEqual(sort);
  });

  it('hangs planes, slabs and volumes, each begun where the protocol says, and they come back so', () => {
    const own = { current, priors: [] };
    const common = { id: 'd', label: 'D', set: 'ct', missing: { do: 'leave-out' } } as const;
    const [slices] = stageOf(own, [{ series: chest }]).viewports;
    const hung = (display: DisplaySet, picture?: Presentation['picture']) => {
      if (!slices) throw new Error('no such series');
      const look = picture === undefined ? {} : { picture };
      const viewport = { ...slices, kind: display.kind, display, look };
      const stage = { id: 's', name: 'S', viewports: [viewport], leftOut: [], planes: false };
      const { cells } = hangStage(stage, { studies: own, stacks, monitor: 0, pitch: null });
      const desk = stageDesk({ cells, planes: null }, 'x');
      const kept = DeskState.parse(JSON.parse(JSON.stringify(toDeskState(desk.layout, desk.composition, () => null))));
      const cell = cells[0]?.hung;
      const back = Object.values(fromDeskState(kept, current, [])?.cells ?? {})[0];
      expect(back?.plane).toEqual(cell?.plane);
      expect(back?.volume).toEqual(cell?.volume);
      return cell;
    };
    const plane = (name: 'axial' | 'coronal' | 'sagittal') => ({ ...common, kind: 'mpr', plane: name }) as const;
    // Slices from z = 0 to 40, of pixels from 0 on: axials are counted from the head.
    const table = [
      [plane('axial'), 'first', 2, 40],
      [plane('axial'), 'last', 2, 0],
      [plane('axial'), 0.25, 2, 30],
      [plane('coronal'), 'first', 1, 0],
      [plane('sagittal'), 'first', 0, 0],
      [{ ...common, kind: 'slab', plane: 'axial', mode: 'max', thickness: 10 } as const, 'last', 2, 0],
    ] as const;
    for (const [display, picture, axis, at] of table) {
      expect(hung(display, picture)?.plane?.through?.[axis], `${display.plane} ${picture}`).toBeCloseTo(at);
    }
    // In the middle it waits for the place that the others begin with.
    expect([hung(plane('coronal'))?.plane?.through, hung(plane('coronal'), 'middle')?.plane?.through]).toEqual([
      null,
      null,
    ]);
    expect(hung({ ...common, kind: 'slab', plane: 'sagittal', mode: 'min', thickness: 7 })?.plane?.slab).toEqual({ mode: 'min', thickness: 7 }); // prettier-ignore
    expect(hung({ ...common, kind: 'volume', preset: 'lung' })).toMatchObject({ volume: { preset: 'lung' } });
  });

  it('hangs a fusion: the series below in grey, what lies over it in its colours; nothing over it where that is not open', () => {
    const pet = volume('pet', 'PT', 21, 0, 2);
    const both = { current: studyOf(1, [chest, pet]), priors: [] };
    const display = { id: 'f', label: 'F', kind: 'fusion', set: 'ct', over: 'pet', opacity: 0.4, missing: { do: 'leave-out' } } as const; // prettier-ignore
    const [under, over] = stageOf(both, [{ series: chest }, { series: pet }]).viewports;
    if (!under || !over) throw new Error('no such series');
    const fused = { ...under, kind: 'fusion', over: over.stack, display, look: { colourMap: 'pet' } } as const;
    const hung = (viewport: HungViewport) => {
      const stage = { id: 's', name: 'S', viewports: [viewport], leftOut: [], planes: false };
      return hangStage(stage, { studies: both, stacks, monitor: 0, pitch: null }).cells[0]?.hung;
    };
    expect(hung(fused)).toMatchObject({
      seriesUid: chest.seriesUid,
      view: { colourMap: 'grey' },
      fused: { over: { seriesUid: pet.seriesUid, stack: 0 }, map: 'pet', opacity: 0.4 },
    });
    expect(
      hung({ ...fused, over: { ...fused.stack, seriesUid: 'gone' } as HungViewport['stack'] })?.fused,
    ).toBeUndefined();
    expect(hung({ ...under, look: { colourMap: 'pet' } })?.view.colourMap).toBe('pet');
  });

  it('turns, mirrors, inverts and zooms', () => {
    const look = { turn: '90', flip: 'horizontal', invert: true, zoom: 2 } as const;
    expect(hang(studies, [{ series: chest, look }]).cells[0]?.hung?.view).toMatchObject({
      ...{ rotation: 90, flip: true, invert: true, scale: 2 },
    });
  });

  it('says why a viewport is empty, and lays planes out from one', () => {
    const [, empty] = hang(studies, [{ series: chest }, { series: null }]).cells;
    expect(empty).toMatchObject({ hung: null, reason: 'no such series' });
    const gone = stageOf(studies, [{ series: old, role: 'prior' }]);
    const unopened = hangStage(gone, { studies: { current, priors: [] }, stacks, monitor: 0, pitch: null });
    expect(unopened.cells[0]).toMatchObject({ hung: null, reason: 'view 0: it is not open' });
    const planes = hang(studies, [{ series: chest }, { series: chest }], true);
    expect(planes).toMatchObject({ planes: { slab: null }, cells: [{ place: { width: 1 } }] });
    expect(planes.cells).toHaveLength(1);
  });
});

describe('mammograms', () => {
  const breast = (name: string, side: 'L' | 'R', mm: number, faces: 'A' | 'P') => {
    const base = axial(name, 0, { modality: 'MG', laterality: side, patientOrientation: [faces, 'F'] });
    const [frame] = base.perFrame;
    if (!frame) throw new Error('no frame');
    return { ...base, perFrame: [{ ...frame, position: null, orientation: null, pixelSpacing: [mm, mm] as const }] };
  };
  const right = seriesOf('R', 'MG', [breast('r', 'R', 0.1, 'P') as never]);
  const left = seriesOf('L', 'MG', [breast('l', 'L', 0.2, 'P') as never]);
  const studies = { current: studyOf(3, [right, left]), priors: [] };

  it('stand with the chest wall at their edge, all at one scale', () => {
    const look = { zoom: 'same-size' } as const;
    const cells = hang(studies, [
      { series: right, look: { ...look, justify: 'right' } },
      { series: left, look: { ...look, justify: 'left' } },
    ]).cells.map(({ hung }) => hung?.view);
    // Rows run to the back: the chest wall of the right breast lies at the right, the left one has to be turned round.
    expect(cells.map((view) => [view?.justify, view?.flip])).toEqual([
      ['right', false],
      ['left', true],
    ]);
    // The same room in mm: half as many pixels of twice the size.
    const [first, second] = cells.map((view) => view?.room?.width ?? 0);
    expect(first).toBeCloseTo((second ?? 0) * 2);
  });
});

describe('where viewports lie', () => {
  it('equal ones are rows and columns, others lie between lines', () => {
    const quarter = [0, 1, 2, 3].map((at) => ({ x: (at % 2) / 2, y: Math.floor(at / 2) / 2, width: 0.5, height: 0.5 }));
    expect(regularGrid(quarter)).toEqual({ rows: 2, columns: 2 });
    expect(regularGrid(quarter.slice(1))).toBeNull();
    const uneven = [
      { x: 0.4, y: 0, width: 0.6, height: 1 },
      { x: 0, y: 0, width: 0.4, height: 1 },
    ];
    expect(regularGrid(uneven)).toBeNull();
    const [first] = inReadingOrder(uneven.map((place) => ({ place })));
    expect(first?.place.x).toBe(0);
    expect(uneven.map((place) => linesOf(place, tracksOf(uneven)))).toEqual([
      { left: 2, right: 3, top: 1, bottom: 2 },
      { left: 1, right: 2, top: 1, bottom: 2 },
    ]);
    const thirds = [0, 1, 2].map((at) => ({ x: at * 0.333333, y: 0, width: 0.333333, height: 1 }));
    expect(regularGrid(thirds)).toEqual({ rows: 1, columns: 3 });
  });

  it('come back from the journal as they were', () => {
    const current = studyOf(1, [volume('chest', 'CT', 5)]);
    const [series] = current.series;
    const stage = stageOf({ current, priors: [] }, [{ series: series ?? null }, { series: series ?? null }]);
    const [a, b] = stage.viewports;
    if (!a || !b) throw new Error('no viewports');
    const uneven = {
      ...stage,
      viewports: [
        { ...a, place: { ...a.place, width: 0.4 } },
        { ...b, place: { ...b.place, x: 0.4, width: 0.6 } },
      ],
    };
    const { layout, composition } = stageDesk(
      hangStage(uneven, { studies: { current, priors: [] }, stacks, monitor: 0, pitch: null }),
      'Uneven',
    );
    expect(Object.keys(layout.places)).toEqual(['v1-1', 'v1-2']);
    const saved = DeskState.parse(toDeskState(layout, composition, () => null));
    const back = fromDeskState(saved, current, []);
    expect(back).toMatchObject({ ids: layout.cells, places: layout.places, cells: composition.cells });
  });
});
