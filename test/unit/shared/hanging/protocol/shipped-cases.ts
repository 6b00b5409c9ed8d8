import path from 'node:path';
import { loadProtocols } from '../../../../../electron/station/hanging/load-hanging.ts';
import type { HangingCase, HangingStack, HangingStudy } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { ProtocolMatcher } from '../../../../../shared/hanging/protocol/match.ts';
import type { Hanging } from '../../../../../shared/hanging/protocol/match.ts';
import { caseOf, priorOf, stackOf, studyOf } from './cases.ts';

export const SHIPPED_DIR = path.join(import.meta.dirname, '../../../../../resources/hanging');
export const shipped = new ProtocolMatcher(loadProtocols(SHIPPED_DIR));

type Change = Parameters<typeof stackOf>[1];
export const of =
  (modality: string, more: Change = {}) =>
  (description: string, change: Change = {}): HangingStack =>
    stackOf(description, { modality, ...more, ...change });
const ct = of('CT');
const mr = of('MR', { sopClass: '1.2.840.10008.5.1.4.1.1.4' });
const xr = of('CR', { plane: null, images: 1, thickness: null });
export const mg = (laterality: string, view: string): HangingStack =>
  stackOf(`${laterality} ${view}`, { modality: 'MG', plane: null, images: 1, laterality, view });
const head = { parts: ['head'], regions: ['head'] };
const chest = { parts: ['chest'], regions: ['chest'] };
const abdomen = { parts: ['abdomen'], regions: ['abdomen'] };
const spine = { parts: ['lumbar spine'], regions: ['spine'] };
const old = (stacks: readonly HangingStack[], region: Partial<HangingStudy> = {}) =>
  priorOf(stacks, { studyUid: '1.1', ...region });
const sagittal = { plane: 'sagittal' } as const;
const coronal = { plane: 'coronal' } as const;

/** Stages as "name: what their viewports show". */
export function said({ stages }: Hanging): readonly string[] {
  return stages.map(({ name, viewports }) => {
    const shown = viewports.map(({ kind, role, stack, reason }) =>
      stack
        ? `${role === 'prior' ? 'prior ' : ''}${kind === 'stack' ? '' : `${kind} `}${stack.description ?? ''}`
        : `(${reason ?? ''})`,
    );
    return `${name}: ${shown.join(' | ')}`;
  });
}

export const CASES: readonly (readonly [id: string, of: HangingCase, stages: readonly string[]])[] = [
  [
    'ct-head',
    caseOf(
      studyOf(
        [
          ct('scout', { images: 2, imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }),
          ct('Brain wo'),
          ct('Bone', { images: 160 }),
        ],
        head,
      ),
      [old([ct('HEAD native')], head)],
    ),
    [
      'With prior: Brain wo | prior HEAD native',
      'Brain, blood, bone: Brain wo | Brain wo | Bone',
      'Three planes: Brain wo | mpr Brain wo | mpr Brain wo',
    ],
  ],
  [
    'ct-stroke',
    caseOf(
      studyOf(
        [ct('Head native'), ct('CTA head neck', { thickness: 0.6, images: 400, agent: true }), ct('RAPID Tmax')],
        {
          ...head,
          reason: 'Acute stroke?',
        },
      ),
    ),
    [
      'Plain and vessels: Head native | CTA head neck | slab CTA head neck | RAPID Tmax',
      'Maximum planes of the vessels: slab CTA head neck | slab CTA head neck | slab CTA head neck',
    ],
  ],
  [
    'ct-chest',
    caseOf(studyOf([ct('Lung 1.0', { images: 300, thickness: 1 }), ct('Soft 3.0'), ct('cor', coronal)], chest), [
      old([ct('Lung old'), ct('soft old')], chest),
    ]),
    [
      'With prior, lung: Lung 1.0 | prior Lung old',
      'With prior, mediastinum: Soft 3.0 | prior Lung old',
      'Windows: Lung 1.0 | Soft 3.0 | cor | mpr Lung 1.0',
      'Three planes: Lung 1.0 | mpr Lung 1.0 | mpr Lung 1.0',
    ],
  ],
  [
    'ct-chest-abdomen',
    caseOf(
      studyOf([ct('CAP venous', { images: 200 }), ct('Lung', { images: 200 })], {
        parts: ['chest', 'abdomen'],
        regions: ['chest', 'abdomen'],
      }),
    ),
    ['Windows: CAP venous | Lung | mpr CAP venous', 'Three planes: CAP venous | mpr CAP venous | mpr CAP venous'],
  ],
  [
    'ct-abdomen',
    caseOf(studyOf([ct('native'), ct('arterial'), ct('portal venous', { images: 90 }), ct('Lung base')], abdomen), [
      old([ct('Abdomen')], abdomen),
    ]),
    [
      'Phases: native | arterial | portal venous',
      'With prior: portal venous | prior Abdomen',
      'Windows: portal venous | portal venous | mpr portal venous',
      'Three planes: portal venous | mpr portal venous | mpr portal venous',
    ],
  ],
  [
    'ct-angiography',
    caseOf(
      studyOf([ct('wo contrast'), ct('CTA 1.0', { images: 500, thickness: 1, agent: true })], {
        ...abdomen,
        techniques: ['angiography'],
      }),
    ),
    [
      'Vessels: CTA 1.0 | slab CTA 1.0 | slab CTA 1.0 | volume CTA 1.0',
      'Maximum planes: slab CTA 1.0 | slab CTA 1.0 | slab CTA 1.0',
    ],
  ],
  [
    'ct-spine',
    caseOf(studyOf([ct('bone ax', { thickness: 1 }), ct('bone sag', sagittal)], spine)),
    [
      'Bone: bone sag | mpr bone ax | bone ax',
      'Soft tissue: bone sag | bone ax',
      'Three planes: bone ax | mpr bone ax | mpr bone ax',
    ],
  ],
  [
    'mr-brain',
    caseOf(
      studyOf(
        [
          mr('t2 tse tra'),
          mr('t2 flair tra'),
          mr('t1 tra pre gad'),
          mr('t1 tra post gad'),
          mr('ep2d diff', { bValue: 1000, name: 'b 1000' }),
          mr('ep2d diff ADC', { imageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'ADC'] }),
          mr('localizer', { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }),
        ],
        head,
      ),
      [old([mr('FLAIR ax'), mr('T1 ax + C')], head)],
    ),
    [
      'Contrasts: ep2d diff | t2 flair tra | t2 tse tra | ep2d diff ADC | t1 tra pre gad | t1 tra post gad',
      'With prior: t2 flair tra | t1 tra post gad | prior FLAIR ax | prior T1 ax + C',
      'Other sequences with prior: t2 tse tra | t1 tra pre gad | t1 tra post gad | ep2d diff | prior T1 ax + C',
    ],
  ],
  [
    'mr-spine',
    caseOf(studyOf([mr('t2 sag', sagittal), mr('t1 sag', sagittal), mr('stir sag', sagittal), mr('t2 ax')], spine), [
      old([mr('T2 sag old', sagittal)], spine),
    ]),
    ['Sagittal and axial: t2 sag | t1 sag | stir sag | t2 ax', 'With prior: t2 sag | prior T2 sag old | t2 ax'],
  ],
  [
    'mr-joint',
    caseOf(
      studyOf([mr('pd fs sag', sagittal), mr('pd fs cor', coronal), mr('pd fs ax'), mr('t1 cor', coronal)], {
        parts: ['knee'],
        regions: ['lower limb'],
        sides: ['L'],
      }),
      [old([mr('pd fs sag right', sagittal)], { regions: ['lower limb'], sides: ['R'] })],
    ),
    ['Planes: pd fs sag | pd fs cor | pd fs ax | t1 cor'],
  ],
  [
    'mr-prostate',
    caseOf(
      studyOf(
        [
          mr('t2 tse tra'),
          mr('t2 tse sag', sagittal),
          mr('diff b50', { bValue: 50 }),
          mr('diff b1400', { bValue: 1400 }),
          mr('diff ADC', { imageType: ['DERIVED', 'PRIMARY', 'ADC'] }),
        ],
        {
          parts: ['prostate'],
          regions: ['pelvis'],
          sex: 'M',
        },
      ),
    ),
    ['T2, ADC, diffusion: t2 tse tra | diff ADC | diff b1400', 'T2 in three planes: t2 tse tra | t2 tse sag'],
  ],
  [
    'mg-four-view',
    caseOf(studyOf([mg('L', 'MLO'), mg('R', 'CC'), mg('L', 'CC'), mg('R', 'MLO')]), [
      old([mg('R', 'CC'), mg('R', 'MLO'), mg('L', 'MLO')]),
    ]),
    [
      'Four views: R CC | L CC | R MLO | L MLO',
      'CC with prior: R CC | L CC | prior R CC | (No earlier L CC view)',
      'MLO with prior: R MLO | L MLO | prior R MLO | prior L MLO',
    ],
  ],
  [
    'xr-chest',
    caseOf(studyOf([xr('thorax lat', { view: 'LL' }), xr('thorax', { view: 'PA' })], chest), [
      old([xr('old lat', { view: 'LL' }), xr('old pa', { view: 'PA' })], chest),
    ]),
    [
      'With prior: thorax | prior old pa',
      'Views: thorax | thorax lat',
      'Lateral with prior: thorax lat | prior old lat',
    ],
  ],
  [
    'xr-bone',
    caseOf(
      studyOf([xr('lat', { view: 'LL', seriesNumber: 2 }), xr('ap', { view: 'AP' })], {
        parts: ['ankle'],
        regions: ['lower limb'],
      }),
      [old([xr('old ap', { view: 'AP' }), xr('old lat', { view: 'LL' })], { regions: ['lower limb'] })],
    ),
    ['Views: ap | lat', 'With prior: ap | lat | prior old ap | prior old lat'],
  ],
  [
    'us-clips',
    caseOf(
      studyOf([
        of('US', { plane: null })('stills', { images: 12 }),
        of('US', { plane: null, cine: true })('clip', { images: 90 }),
        of('US', { plane: null, cine: true })('short', { images: 30 }),
      ]),
    ),
    ['Stills and clips: stills | cine clip | cine short'],
  ],
  [
    'pet-ct',
    caseOf(
      studyOf([
        ct('CT wb', { images: 300 }),
        of('PT')('PET NAC', { images: 300 }),
        of('PT')('PET AC', { images: 300 }),
      ]),
    ),
    ['CT, PET, fused: CT wb | PET AC | fusion CT wb | slab PET AC', 'Coronal: mpr CT wb | mpr PET AC | fusion CT wb'],
  ],
  [
    'nm',
    caseOf(
      studyOf([
        of('NM', { plane: null })('whole body', { images: 2 }),
        of('NM', { plane: null })('spots', { images: 8 }),
      ]),
      [old([of('NM', { plane: null })('whole body', { images: 2 })])],
    ),
    ['With prior: spots | prior whole body', 'Series: spots | whole body'],
  ],
  ['pet', caseOf(studyOf([of('PT')('PET AC', { images: 300 })])), ['Series: PET AC']],
  [
    'mr-abdomen',
    caseOf(
      studyOf(
        [
          mr('t2 haste cor', coronal),
          mr('t2 blade fs tra'),
          mr('t1 vibe opp'),
          mr('t1 vibe in phase'),
          mr('diff b50', { bValue: 50 }),
          mr('diff b800', { bValue: 800 }),
          mr('diff ADC', { imageType: ['DERIVED', 'PRIMARY', 'ADC'] }),
          mr('t1 vibe fs tra pre'),
          mr('t1 vibe fs tra arterial'),
          mr('t1 vibe fs tra portal venous'),
          mr('t1 vibe fs tra delayed'),
          mr('t1 vibe fs tra hbp 20min'),
          mr('MRCP 3d cor', coronal),
        ],
        { parts: ['liver'], regions: ['abdomen'] },
      ),
      [old([mr('T2 fs ax'), mr('T1 venous ax + C')], abdomen)],
    ),
    [
      'T2, diffusion, contrast: t2 blade fs tra | diff b800 | diff ADC | t1 vibe fs tra pre | t1 vibe fs tra arterial | t1 vibe fs tra portal venous',
      'Phases: t1 vibe fs tra pre | t1 vibe fs tra arterial | t1 vibe fs tra portal venous | t1 vibe fs tra delayed | t1 vibe fs tra hbp 20min | t2 blade fs tra',
      'Fat: in and opposed phase: t1 vibe in phase | t1 vibe opp',
      'Ducts: MRCP 3d cor | t2 haste cor',
      'With prior: t2 blade fs tra | t1 vibe fs tra portal venous | prior T2 fs ax | prior T1 venous ax + C',
    ],
  ],
  [
    'mr-pelvis',
    caseOf(
      studyOf(
        [
          mr('t2 tse sag', sagittal),
          mr('t2 tse tra'),
          mr('t2 tse cor', coronal),
          mr('diff b1000', { bValue: 1000 }),
          mr('diff ADC', { imageType: ['DERIVED', 'PRIMARY', 'ADC'] }),
          mr('t1 fs tra'),
          mr('t1 fs tra + gd'),
        ],
        { parts: ['uterus'], regions: ['pelvis'] },
      ),
      [old([mr('T2 sag', sagittal), mr('T2 ax')], { regions: ['pelvis'] })],
    ),
    [
      'T2, diffusion, contrast: t2 tse sag | t2 tse tra | t2 tse cor | diff b1000 | diff ADC | t1 fs tra + gd',
      'Before and after contrast: t1 fs tra | t1 fs tra + gd',
      'With prior: t2 tse sag | t2 tse tra | prior T2 sag | prior T2 ax',
    ],
  ],
  [
    'ct-extremity',
    caseOf(
      studyOf([ct('bone 0.6', { images: 200, thickness: 0.6 }), ct('soft 3.0'), ct('bone cor', coronal)], {
        parts: ['ankle'],
        regions: ['lower limb'],
      }),
      [old([ct('bone old')], { regions: ['lower limb'] })],
    ),
    [
      'Bone: bone 0.6 | bone cor | mpr bone 0.6 | volume bone 0.6',
      'With prior: bone 0.6 | prior bone old',
      'Soft tissue: soft 3.0 | bone 0.6',
      'Three planes: bone 0.6 | mpr bone 0.6 | mpr bone 0.6',
    ],
  ],
  [
    'ct-neck',
    caseOf(
      studyOf([ct('Neck venous 2.0', { agent: true }), ct('bone 1.0', { thickness: 1 }), ct('Neck sag', sagittal)], {
        parts: ['neck'],
        regions: ['neck'],
      }),
      [old([ct('Neck old')], { regions: ['neck'] })],
    ),
    [
      'Soft tissue and bone: Neck venous 2.0 | mpr Neck venous 2.0 | Neck sag | bone 1.0',
      'With prior: Neck venous 2.0 | prior Neck old',
      'Three planes: Neck venous 2.0 | mpr Neck venous 2.0 | mpr Neck venous 2.0',
    ],
  ],
  [
    'xr-other',
    caseOf(
      studyOf(
        [1, 2, 3, 4, 5].map((at) => of('IO', { plane: null, images: 1 })(`tooth ${at}`, { seriesNumber: at })),
        { parts: ['teeth'], regions: ['head'] },
      ),
      [old([of('PX', { plane: null, images: 1 })('panorama old')])],
    ),
    [
      'Views: tooth 1 | tooth 2 | tooth 3 | tooth 4',
      'Further views: tooth 5',
      'With prior: tooth 1 | tooth 2 | prior panorama old',
    ],
  ],
  [
    'xa-runs',
    caseOf(
      studyOf([
        of('XA', { plane: null, cine: true })('LCA', { images: 90 }),
        of('XA', { plane: null, cine: true })('RCA', { images: 60 }),
      ]),
    ),
    ['Run: cine LCA', 'Four runs: cine LCA | cine RCA'],
  ],
];
