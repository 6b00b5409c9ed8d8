/**
 * Coarse regions of the body that a report form can be made for. Stricter than the regions by which hanging compares
 * studies: there a near miss still finds a prior, here it would begin a report on the wrong form.
 */
export type BodyRegion =
  'head' | 'neck' | 'chest' | 'heart' | 'breast' | 'abdomen' | 'pelvis' | 'spine' | 'arm' | 'leg';

/**
 * Words for a region, folded: capitals, no accents. English, German, French and Spanish as sites write them; a word may
 * name several regions (CAP: chest, abdomen, pelvis).
 */
const WORDS: readonly (readonly [BodyRegion, string])[] = [
  ['head', 'HEAD BRAIN SKULL CRANIUM CRANIAL INTRACRANIAL CEREBRAL CEREBRALE CEREBRUM NEURO KOPF SCHADEL HIRN'],
  ['head', 'GEHIRN CRANE TETE CEREBRO CABEZA CRANEO ORBIT ORBITS SINUS SINUSES FACE HEADNECK'],
  ['neck', 'NECK HALS COU CUELLO LARYNX THYROID CAROTID HEADNECK'],
  ['chest', 'CHEST THORAX LUNG LUNGS PULMONARY HRCT CTPA MEDIASTINUM LUNGE POUMON TORAX CAP TAP CHESTABDOMEN'],
  ['chest', 'CHESTABDPELVIS THORAXABDOMEN'],
  ['heart', 'HEART CARDIAC CORONARY HERZ CARDIAQUE CORAZON'],
  ['breast', 'BREAST MAMMA MAMMOGRAPHY MAMMOGRAM SEIN MAMA'],
  ['abdomen', 'ABDOMEN ABD ABDOMINAL LIVER PANCREAS KIDNEY KIDNEYS RENAL KUB BAUCH OBERBAUCH FOIE HIGADO CAP TAP'],
  ['abdomen', 'CHESTABDOMEN CHESTABDPELVIS ABDOMENPELVIS ABDPELVIS THORAXABDOMEN'],
  ['pelvis', 'PELVIS PELVIC PEL PROSTATE BLADDER UTERUS BECKEN BASSIN CAP TAP CHESTABDPELVIS ABDOMENPELVIS ABDPELVIS'],
  [
    'spine',
    'SPINE SPINAL CSPINE TSPINE LSPINE SSPINE LSSPINE CTSPINE TLSPINE LUMBAR SACRUM WIRBELSAULE RACHIS LWS HWS BWS',
  ],
  ['arm', 'SHOULDER ARM HUMERUS ELBOW FOREARM WRIST HAND FINGER SCHULTER EPAULE'],
  ['leg', 'HIP LEG FEMUR THIGH KNEE TIBIA ANKLE FOOT TOE CALCANEUS HUFTE KNIE GENOU HANCHE'],
];

/** Body parts of DICOM that name a range: the regions between its ends lie in it too. */
const TRUNK: readonly BodyRegion[] = ['head', 'neck', 'chest', 'abdomen', 'pelvis'];

/** Regions that a text names in plain words or as Body Part Examined writes them; empty where it names none. */
export function bodyRegions(text: string): ReadonlySet<BodyRegion> {
  const found = new Set<BodyRegion>();
  const words = fold(text).split(/[^A-Z]+/);
  for (const [region, list] of WORDS) {
    const known = list.split(' ');
    if (words.some((word) => known.includes(word))) found.add(region);
  }
  if (/^[A-Z]+_TO_[A-Z]+$/.test(fold(text).trim())) addBetween(found);
  return found;
}

function addBetween(found: Set<BodyRegion>): void {
  const places = TRUNK.flatMap((region, at) => (found.has(region) ? [at] : []));
  if (places.length < 2) return;
  for (const region of TRUNK.slice(Math.min(...places), Math.max(...places))) found.add(region);
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
}
