import { AppError } from '../../../../shared/errors/app-error.ts';
import type { FrameInfo } from '../../../../shared/model/image.ts';
import {
  LABEL_MAP_CLASS,
  SegmentAlgorithm,
  SEGMENTATION_CLASS,
  SegmentationKind,
} from '../../../../shared/model/segmentation.ts';
import type { ImageReference, Segment, Segmentation, SegmentFrame } from '../../../../shared/model/segmentation.ts';
import type { Attributes } from '../parse/attributes.ts';
import { frameInfos } from '../parse/frame-infos.ts';
import { codeOf, imageReferences } from './codes.ts';
import { labOf } from './lab.ts';
import { pixelCounts } from './segment-counts.ts';

/** Segments of one object; whole-body label maps have some hundred. */
const MAX_SEGMENTS = 5000;
/** Frames beyond the functional groups: what has no group has no place. */
const MAX_WITHOUT_GROUP = 10_000;
/** Pictures that all frames together name as their sources. */
const MAX_SOURCES = 500_000;

/**
 * What a segmentation says of its segments and frames; null where the object is none. Its pixels are read as those of any image.
 * @throws AppError dicom/too-large where frames have no functional group, or name more pictures than a study has
 */
export function readSegmentation(attributes: Attributes): Segmentation | null {
  const sopClass = attributes.uid('sopClass');
  if (sopClass !== SEGMENTATION_CLASS && sopClass !== LABEL_MAP_CLASS) return null;
  const said = SegmentationKind.safeParse(attributes.text('segmentationType'));
  const kind = said.success ? said.data : sopClass === LABEL_MAP_CLASS ? 'LABELMAP' : 'BINARY';
  const rows = attributes.integer('rows') ?? 0;
  const columns = attributes.integer('columns') ?? 0;
  if (rows <= 0 || columns <= 0) throw new AppError('dicom/damaged-header', 'a segmentation without a size');
  return {
    kind,
    label: attributes.line('contentLabel'),
    rows,
    columns,
    frameOfReference: attributes.uid('frameOfReference'),
    segments: segmentsOf(attributes),
    frames: framesOf(attributes, kind, rows * columns),
    maximumFractional: kind === 'FRACTIONAL' ? Math.max(1, attributes.integer('maximumFractional') ?? 255) : null,
    fractionalType: kind === 'FRACTIONAL' ? attributes.text('fractionalType') : null,
    background: kind === 'LABELMAP' ? (attributes.integer('paddingValue') ?? null) : null,
  };
}

function segmentsOf(attributes: Attributes): Segment[] {
  return attributes
    .items('segments')
    .slice(0, MAX_SEGMENTS)
    .flatMap((item) => {
      const number = item.integer('segmentNumber');
      if (number === null || number < 0) return [];
      const algorithm = SegmentAlgorithm.safeParse(item.text('segmentAlgorithm'));
      return [
        {
          number,
          label: item.line('segmentLabel') ?? `Segment ${number}`,
          category: codeOf(item, 'segmentCategory'),
          type: codeOf(item, 'segmentPropertyType'),
          algorithm: algorithm.success ? algorithm.data : null,
          algorithmName: item.line('segmentAlgorithmName'),
          lab: labOf(item, 'segmentColour'),
          trackingId: item.line('trackingId'),
          trackingUid: item.uid('trackingUid'),
        },
      ];
    });
}

function framesOf(attributes: Attributes, kind: SegmentationKind, size: number): SegmentFrame[] {
  const each = attributes.items('perFrameGroups');
  const shared = attributes.item('sharedGroups');
  const count = Math.max(each.length, attributes.integer('numberOfFrames') ?? 1, 1);
  if (count > each.length + MAX_WITHOUT_GROUP)
    throw new AppError('dicom/too-large', 'frames without a functional group');
  const places = frameInfos(attributes, count, new Set());
  const sourcesOf = (group: Attributes | null): ImageReference[] =>
    (group?.items('derivationImages') ?? []).flatMap((item) => imageReferences(item, 'sourceImages'));
  const common = sourcesOf(shared);
  const counted = pixelCounts(attributes, size, count);
  let named = 0;
  return Array.from({ length: count }, (_, index): SegmentFrame => {
    const own = each[index] ?? null;
    const place: FrameInfo | undefined = places[index] ?? places[0];
    const identified = own?.item('segmentIdentification') ?? shared?.item('segmentIdentification') ?? null;
    const sources = [...sourcesOf(own), ...common];
    named += sources.length;
    if (named > MAX_SOURCES) throw new AppError('dicom/too-large', 'its frames name too many pictures');
    return {
      segment: kind === 'LABELMAP' ? null : (identified?.integer('referencedSegment') ?? null),
      sources,
      position: place?.position ?? null,
      orientation: place?.orientation ?? null,
      pixelSpacing: place?.pixelSpacing ?? null,
      ...(counted === null ? {} : { pixels: counted[index] ?? 0 }),
    };
  });
}
