import type { Code } from './report.ts';

/** What a segment may be (Part 16, CID 7150), with types that radiologists draw most (CID 7166, 7160 and near ones); SNOMED CT. */
export interface SegmentCategory {
  readonly code: Code;
  /** Words for the reader. */
  readonly words: string;
  readonly types: readonly Code[];
}

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });

export const SEGMENT_CATEGORIES: readonly [SegmentCategory, ...SegmentCategory[]] = [
  {
    code: sct('49755003', 'Morphologically Abnormal Structure'),
    words: 'Abnormality',
    types: [
      sct('4147007', 'Mass'),
      sct('27925004', 'Nodule'),
      sct('52988006', 'Lesion'),
      sct('108369006', 'Neoplasm'),
      sct('50960005', 'Hemorrhage'),
      sct('79654002', 'Edema'),
      sct('6574001', 'Necrosis'),
    ],
  },
  {
    code: sct('123037004', 'Anatomical Structure'),
    words: 'Anatomy',
    types: [
      sct('10200004', 'Liver'),
      sct('64033007', 'Kidney'),
      sct('78961009', 'Spleen'),
      sct('15776009', 'Pancreas'),
      sct('39607008', 'Lung'),
      sct('80891009', 'Heart'),
      sct('15825003', 'Aorta'),
      sct('12738006', 'Brain'),
      sct('41216001', 'Prostate'),
      sct('89837001', 'Urinary bladder'),
      sct('59441001', 'Lymph node'),
      sct('272673000', 'Bone'),
      sct('91727004', 'Muscle'),
    ],
  },
  {
    code: sct('85756007', 'Tissue'),
    words: 'Tissue',
    types: [sct('85756007', 'Tissue'), sct('55603005', 'Adipose tissue')],
  },
];
