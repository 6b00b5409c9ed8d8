import type { Cornerstone3DSR } from '@cornerstonejs/adapters/cornerstone3D';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildMeasurementSr } from '../../../electron/station/dicom/write/sr-measurements.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import { MeasureTool } from '../../../shared/model/measurement.ts';
import type { ReportedMeasurement } from '../../../shared/model/report.ts';
import { measured, signedDocument } from '../../helpers/report-document.ts';
import { DESCRIBED, everyTool } from './every-tool.ts';

/** A content item as dcmjs names its attributes; sequences of one item stand for their item too. */
interface Item {
  readonly ValueType: string;
  readonly ConceptNameCodeSequence?: CodeItem;
  readonly ConceptCodeSequence?: CodeItem;
  readonly ContentSequence?: Item | readonly Item[];
  readonly MeasuredValueSequence?: { readonly NumericValue: number; readonly MeasurementUnitsCodeSequence: CodeItem };
  readonly GraphicType?: string;
  readonly GraphicData?: number[];
  readonly TextValue?: string;
  readonly UID?: string;
  readonly ReferencedSOPSequence?: unknown;
}
interface CodeItem {
  readonly CodeValue: string;
  readonly CodingSchemeDesignator: string;
  readonly CodeMeaning: string;
}
/** The part of dcmjs that is used here; it brings no types. */
interface Dcmjs {
  readonly DicomMessage: { readFile: (bytes: ArrayBufferLike) => { readonly dict: unknown } };
  readonly DicomMetaDictionary: { naturalizeDataset: (dict: unknown) => Item };
}
type Group = Item & { readonly ContentSequence: readonly Item[] };

/** What their adapters make of a group: values below the picture's id, handles in mm. */
const Read = z.object({
  TrackingUniqueIdentifier: z.string(),
  finding: z.array(z.object({ CodeValue: z.string() })).optional(),
  findingSites: z.array(z.array(z.object({ CodeValue: z.string() }))),
  annotation: z.object({
    data: z.object({
      cachedStats: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
      handles: z.object({ points: z.array(z.array(z.number()).optional()) }),
      contour: z.object({ polyline: z.array(z.array(z.number())), closed: z.boolean() }).optional(),
    }),
  }),
});
const ToolState = z.record(z.string(), z.array(Read));

/** Their tools by ours, where they have one that reads such a drawing. */
const THEIRS: Partial<Record<MeasureTool, string>> = {
  ...{ length: 'Length', bidirectional: 'Bidirectional', angle: 'Angle', ellipse: 'EllipticalROI' },
  ...{ rectangle: 'RectangleROI', freehand: 'PlanarFreehandROI', probe: 'Probe', arrow: 'ArrowAnnotate' },
};

/** A picture of which a pixel is 1 mm and the first one lies at 0,0,0: places in mm are our pixels. */
const PLANE = {
  ...{ imagePositionPatient: [0, 0, 0], rowCosines: [1, 0, 0], columnCosines: [0, 1, 0], frameOfReferenceUID: '1.2.9' },
  ...{
    imageOrientationPatient: [1, 0, 0, 0, 1, 0],
    rowPixelSpacing: 1,
    columnPixelSpacing: 1,
    rows: 512,
    columns: 512,
  },
};
const plane = (type: string): unknown => (type === 'imagePlaneModule' ? PLANE : undefined);

const all = everyTool('picture');
let dataset: Item;
let dcmjs: Dcmjs;
let report: (typeof Cornerstone3DSR)['MeasurementReport'];

beforeAll(async () => {
  const adapters = await import('@cornerstonejs/adapters/cornerstone3D');
  const { metaData, utilities } = await import('@cornerstonejs/core');
  utilities.logger.adaptersLog.getLogger('Cornerstone3D.MeasurementReport').setLevel('silent');
  metaData.addProvider(plane, 1000);
  report = adapters.Cornerstone3DSR.MeasurementReport;
  // The one that the adapters themselves use.
  const require = createRequire(createRequire(import.meta.url).resolve('@cornerstonejs/adapters/package.json'));
  dcmjs = (require('dcmjs') as { readonly data: Dcmjs }).data;
  dataset = read(all);
});

/** What dcmjs makes of a report. */
function read(measurements: readonly ReportedMeasurement[]): Item {
  const bytes = buildMeasurementSr(signedDocument({ measurements: [...measurements] }));
  if (bytes === null) throw new Error('nothing was written');
  const { dict } = dcmjs.DicomMessage.readFile(Uint8Array.from(bytes).buffer);
  return dcmjs.DicomMetaDictionary.naturalizeDataset(dict);
}

const listOf = (items: Item['ContentSequence']): readonly Item[] =>
  items === undefined ? [] : Array.isArray(items) ? (items as readonly Item[]) : [items as Item];
const named = (items: readonly Item[], code: string): Item[] =>
  items.filter(({ ConceptNameCodeSequence }) => ConceptNameCodeSequence?.CodeValue === code);
const groups = (): Group[] =>
  named(listOf(dataset.ContentSequence), '126010').flatMap(({ ContentSequence }) => listOf(ContentSequence) as Group[]);
const toolOf = (group: Group): MeasureTool | undefined =>
  MeasureTool.options.find(
    (tool) => tool === named(group.ContentSequence, '370129005')[0]?.ConceptCodeSequence?.CodeMeaning,
  );

/** @param known chooses the adapter by our own code of the tool: the way in that they offer to other programs */
function toolState(known: boolean): z.infer<typeof ToolState> {
  const pictures = Object.fromEntries(all.map(({ sopUid, frame }) => [`${sopUid}:${frame}`, `picture:${sopUid}`]));
  const getToolClass = (group: Group) => report.measurementAdapterByToolType.get(THEIRS[toolOf(group) ?? 'cobb'] ?? '');
  return ToolState.parse(report.generateToolState(dataset, pictures, { get: plane }, known ? { getToolClass } : {}));
}

describe('a reader made with dcmjs', () => {
  it('finds every number with its unit, every shape and every code of every tool', () => {
    expect(groups()).toHaveLength(all.length);
    for (const [place, group] of groups().entries()) {
      const one = all[place];
      if (one === undefined) throw new Error('a group too many');
      const items = group.ContentSequence;
      expect(named(items, '112039')[0]?.TextValue).toBe(one.label);
      expect(named(items, '112040')[0]?.UID).toBe(one.trackingUid);
      const numbers = items.filter(({ ValueType }) => ValueType === 'NUM');
      const units: Readonly<Record<string, string>> = { px: '{pixels}' };
      expect(
        numbers.map(({ MeasuredValueSequence: value }) => [
          value?.NumericValue,
          value?.MeasurementUnitsCodeSequence.CodeValue,
        ]),
      ).toEqual(one.result.values.map(({ value, unit }) => [value, units[unit] ?? unit]));
      const shapes = [...items, ...numbers.flatMap(({ ContentSequence }) => listOf(ContentSequence))];
      const drawn = shapes.flatMap(({ GraphicData = [] }) => GraphicData);
      const isArrow = one.tool === 'arrow';
      for (const [x, y] of isArrow ? one.points.slice(0, 1) : one.points) {
        expect(drawn).toContain(x + 0.5);
        expect(drawn).toContain(y + 0.5);
      }
      if (one.finding === undefined) continue;
      expect(named(items, '121071')[0]?.ConceptCodeSequence?.CodeValue).toBe(one.finding.value);
      const [site] = named(items, '363698007');
      expect(site?.ConceptCodeSequence?.CodeValue).toBe(one.findingSite?.value);
      expect(named(listOf(site?.ContentSequence), '272741003')[0]?.ConceptCodeSequence?.CodeValue).toBe(
        one.laterality?.value,
      );
      expect(named(items, '129737002')[0]?.ConceptCodeSequence?.CodeMeaning).toBe('Spiculated');
    }
  });
});

describe('the adapters of Cornerstone', () => {
  it('read point and rectangle by themselves, and nothing of another shape as one', () => {
    const state = toolState(false);
    expect(Object.keys(state).sort()).toEqual(['Probe', 'RectangleROI']);
    const uids = (tool: string) => state[tool]?.map((one) => one.TrackingUniqueIdentifier);
    const ours = (...tools: string[]) => all.filter(({ tool }) => tools.includes(tool)).map((one) => one.trackingUid);
    expect(uids('RectangleROI')).toEqual(ours('rectangle'));
    // A calcium score is of many places: they look for its one point below the number, where none is.
    expect(uids('Probe')).toEqual(ours('probe', 'arrow', 'spine-label', 'threshold-volume'));
  });

  it('find out a line by its tracking identifier alone, which is free text and ours', () => {
    const line = groups().find((group) => toolOf(group) === 'length');
    // Part 16, TID 1501: a label that is unique in the study; theirs is the name of a tool, shared by all lines.
    expect(report.getAdapterForTrackingIdentifier('M1')).toBeUndefined();
    expect(report.getAdapterForTrackingIdentifier('Cornerstone3DTools@^0.1.0:Length')?.toolType).toBe('Length');
    // Without it they look for a shape below the group, where TID 300 has none, and fall over its absence.
    const failed = caught(() => report.getAdapterForCodeType(line));
    expect(failed.message).toMatch(/reading 'ValueType'/);
    expect(failed.stack).toMatch(/getPointsCount .*BaseAdapter3D\.js/);
  });

  it('read number, unit, points, finding and site of every tool they have, once told which', () => {
    const state = toolState(true);
    for (const [tool, theirs] of Object.entries(THEIRS)) {
      const one = all.find((measurement) => measurement.tool === tool);
      const read = state[theirs]?.find(({ TrackingUniqueIdentifier: uid }) => uid === one?.trackingUid);
      if (one === undefined || read === undefined) throw new Error(`${tool} was not read`);
      const { cachedStats, handles, contour } = read.annotation.data;
      if (tool !== 'arrow') {
        expect(read.finding?.[0]?.CodeValue).toBe(DESCRIBED.finding.value);
        expect(read.findingSites.map(([code]) => code?.CodeValue)).toEqual([DESCRIBED.findingSite.value]);
        const [stats] = Object.values(cachedStats ?? {});
        expect(Object.values(stats ?? {})).toContain(one.result.values[0]?.value);
      }
      const points = (contour?.polyline ?? handles.points).map((point) => point?.slice(0, 2).join(','));
      // Their angle has four points, of which the middle one comes twice: the third of ours is lost on them. Arrows are points.
      const wanted = tool === 'angle' ? one.points.slice(0, 2) : tool === 'arrow' ? one.points.slice(0, 1) : one.points;
      const corners = tool === 'rectangle' ? wanted.slice(0, 1) : wanted;
      for (const point of corners) expect(points, tool).toContain(point.join(','));
    }
    const [line] = state['Length'] ?? [];
    expect(Object.values(line?.annotation.data.cachedStats ?? {})).toEqual([{ length: 10.04, unit: 'cm' }]);
  });
});

describe('a grown volume', () => {
  const square = (at: number): string => `${at} 4 ${at + 3} 4 ${at + 3} 6 ${at} 6 ${at} 4`;
  const pictures = [1, 2].map((n) => ({
    ...{ objectId: all[0]?.objectId ?? ObjectId.parse(''), sopUid: `1.2.3.4.5.${n}`, frame: 1, frames: 1 },
    ...{ sopClass: '1.2.840.10008.5.1.4.1.1.2', outlines: [square(n), square(20)] },
  }));
  const one = measured('M1', 'threshold-volume', [[2, 4]], [{ name: 'volume', value: 12.5, unit: 'ml' }], {
    grown: { written: true, pictures },
  });

  it('is every outline on its picture to dcmjs, and no drawing of theirs to the adapters', () => {
    dataset = read([one]);
    const [group] = groups();
    const found = named(group?.ContentSequence ?? [], '111030').map(({ GraphicType, GraphicData, ContentSequence }) => [
      ...[GraphicType, GraphicData?.join(' '), listOf(ContentSequence).map((item) => item.ReferencedSOPSequence)],
    ]);
    expect(found).toMatchObject(
      pictures.flatMap(({ sopUid, outlines }) =>
        outlines.map((text) => ['POLYLINE', text, [[{ ReferencedSOPInstanceUID: sopUid }]]]),
      ),
    );
    expect(toolState(false)).toEqual({});
  });
});

function caught(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
