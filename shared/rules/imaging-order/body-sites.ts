/**
 * Sites of the body by their SNOMED CT codes (PS3.16, Annex L, and those of CID 4031 that orders use), and by the codes of HL7 table 0163,
 * as words that name a part in every table of ours.
 */
const SITES: ReadonlyMap<string, string> = new Map([
  ['69536005', 'head'],
  ['774007', 'head neck'],
  ['12738006', 'brain'],
  ['45048000', 'neck'],
  ['816094009', 'chest'],
  ['51185008', 'chest'],
  ['43799004', 'chest'],
  ['80891009', 'heart'],
  ['76752008', 'breast'],
  ['63762007', 'breast'],
  ['818981001', 'abdomen'],
  ['818983003', 'abdomen'],
  ['113345001', 'abdomen'],
  ['416949008', 'abdomen and pelvis'],
  ['818982008', 'abdomen and pelvis'],
  ['416775004', 'chest, abdomen and pelvis'],
  ['416550000', 'chest and abdomen'],
  ['10200004', 'liver'],
  ['15776009', 'pancreas'],
  ['64033007', 'kidney'],
  ['15825003', 'aorta'],
  ['816092008', 'pelvis'],
  ['12921003', 'pelvis'],
  ['41216001', 'prostate'],
  ['421060004', 'spine'],
  ['122494005', 'cervical spine'],
  ['122495006', 'thoracic spine'],
  ['122496007', 'lumbar spine'],
  ['53120007', 'upper limb'],
  ['16982005', 'shoulder'],
  ['85050009', 'humerus'],
  ['16953009', 'elbow'],
  ['127949000', 'elbow'],
  ['14975008', 'forearm'],
  ['8205005', 'wrist'],
  ['74670003', 'wrist'],
  ['85562004', 'hand'],
  ['61685007', 'lower limb'],
  ['24136001', 'hip'],
  ['29836001', 'hip'],
  ['68367000', 'femur'],
  ['71341001', 'femur'],
  ['72696002', 'knee'],
  ['30021000', 'lower leg'],
  ['70258002', 'ankle'],
  ['344001', 'ankle'],
  ['56459004', 'foot'],
  ['38266002', 'whole body'],
]);

/** A site as words: of its code where that is known, then as the sender wrote it; each once. */
export function siteWords(codes: readonly string[], texts: readonly string[]): string[] {
  const named = codes.flatMap((code) => SITES.get(code.trim()) ?? []);
  const written = texts.map((text) => text.trim()).filter((text) => text !== '');
  return [...new Set([...named, ...written])];
}
