import { entryOf } from '../lib/entry-of.ts';

/** What studies of a modality came to, as far as they were seen. */
export interface SizeSeen {
  readonly studies: number;
  readonly bytes: number;
  readonly instances: number;
}
/** By DICOM modality. */
export type SizesSeen = Readonly<Record<string, SizeSeen>>;

interface Typical {
  /** Bytes of a study, and of one of its instances. */
  readonly study: number;
  readonly instance: number;
}

const MB = 1_000_000;
/**
 * Before anything was seen. Uncompressed sizes of the design's network table (DX 12 MB, MG 36 MB lossless, CT 1000 slices
 * 526 MB, DBT up to 1 GB); the others are ours, (k).
 */
const TYPICAL: Readonly<Record<string, Typical>> = {
  CR: { study: 16 * MB, instance: 8 * MB },
  DX: { study: 16 * MB, instance: 8 * MB },
  MG: { study: 120 * MB, instance: 27 * MB },
  CT: { study: 260 * MB, instance: 0.53 * MB },
  MR: { study: 150 * MB, instance: 0.3 * MB },
  US: { study: 60 * MB, instance: 1.5 * MB },
  PT: { study: 120 * MB, instance: 0.1 * MB },
  NM: { study: 5 * MB, instance: 1 * MB },
  XA: { study: 200 * MB, instance: 15 * MB },
  RF: { study: 80 * MB, instance: 8 * MB },
};
const OTHER: Typical = { study: 100 * MB, instance: 1 * MB };
/** As many typical studies as what was seen has to outweigh. */
const PRIOR_WEIGHT = 5;

/** Images of the usual size that what is here of a study is weighed against. */
const PRIOR_INSTANCES = 5;

/**
 * How big a study will be: its instances where the source counts them, else a study of its modality. What is here of it says more than
 * what others of its kind were.
 */
export function estimatedBytes(
  study: {
    readonly modalities: readonly string[];
    readonly instances: number | null;
    readonly here?: { readonly instances: number; readonly bytes: number };
  },
  seen: SizesSeen,
): number {
  const modality =
    study.modalities.find((one) => entryOf(TYPICAL, one) !== undefined || entryOf(seen, one) !== undefined) ?? '';
  const typical = entryOf(TYPICAL, modality) ?? OTHER;
  const known = entryOf(seen, modality) ?? { studies: 0, bytes: 0, instances: 0 };
  if (study.instances !== null) {
    const perStudy = typical.study / typical.instance;
    const usual = (known.bytes + PRIOR_WEIGHT * typical.study) / (known.instances + PRIOR_WEIGHT * perStudy);
    const { bytes, instances } = study.here ?? { bytes: 0, instances: 0 };
    return Math.round((study.instances * (bytes + PRIOR_INSTANCES * usual)) / (instances + PRIOR_INSTANCES));
  }
  return Math.round((known.bytes + PRIOR_WEIGHT * typical.study) / (known.studies + PRIOR_WEIGHT));
}

/** One more study of a modality. */
export function sizeSeen(
  seen: SizesSeen,
  modality: string,
  { bytes, instances }: { readonly bytes: number; readonly instances: number },
): SizesSeen {
  const known = entryOf(seen, modality) ?? { studies: 0, bytes: 0, instances: 0 };
  return {
    ...seen,
    [modality]: { studies: known.studies + 1, bytes: known.bytes + bytes, instances: known.instances + instances },
  };
}
