import type { ImageInfo } from '../../../shared/model/image.ts';

const SLAB_WORDS = { mean: 'MEAN', max: 'MAXIMUM', min: 'MINIMUM' } as const;

/** What stands on every reformat, largest matter first; empty for a picture as it came. */
export function reformatWords(image: ImageInfo | null): readonly string[] {
  const reformat = image?.reformat;
  if (!reformat) return [];
  const { plane, interpolated, slab, remarks } = reformat;
  if (plane === 'volume') return ['3D, NOT FOR MEASURING', ...remarks];
  if (plane === 'curved') return ['CURVED REFORMAT, INTERPOLATED', ...remarks];
  const thick = slab ? [`SLAB ${Number(slab.thickness.toFixed(1))} mm ${SLAB_WORDS[slab.mode]}`] : [];
  return [`${plane.toUpperCase()} REFORMAT${interpolated ? ', INTERPOLATED' : ''}`, ...thick, ...remarks];
}
