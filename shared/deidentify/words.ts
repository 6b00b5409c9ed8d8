/**
 * Words that a description may keep: planes, sequences, phases, sides, parts, kernels, makers. A closed list, in lower case: what a
 * technologist typed beside them (a name, a ward, a number) goes. None of them is a common name.
 */
const WORDS: readonly string[] = [
  'abd abdo abdomen abdominal abscess adc adrenal angio angiography angiogram ankle aorta aortic ap apical appendix arm arterial artery',
  'average axial background ax art base bilateral biliary biopsy bladder blood body bone bowel brain breast bronchus bravo bssfp bh breath cor',
  'coronal calcium calcifications calf cardiac cardio carotid cartilage cavity cc cect cement central cerebral cervical chest circle cine coil collateral',
  'colon colonography comparison compressed contrast contour conventional coronary corrected corpus cranial cranium csf cspine ct cta ctpa cube cyst',
  'delay delayed dental diffusion disc distal dixon dose dual duct dw dwi dx dynamic early echo edema elbow emission enhanced enhancement enterography epi',
  'equilibrium exam exhale expiration extremity face factor fast fat fatsat ffe field fine finger first flair flash flow fluid fluoro fmri focal follow',
  'foot for forearm fov frame frontal fs fse full functional gad gadolinium gallbladder gated gd ge gland gre gradient grase group haste head heart',
  'helical hepatic hernia high hip hrct hr humerus iac iliac image images inferior inflammation infusion inhale injection inspiration intracranial inversion',
  'ir isotropic iterative iv joint kidney knee kub kernel lat lateral late lava left leg lesion ligament liver lobe localizer localiser long low',
  'lower lspine lt lumbar lung lungs lymph mag magnetic mammo mammography map mask mass maximum medial median mediastinum mean medium meniscus minimum mip',
  'mlo mammogram modified motion mpr mprage mr mra mrcp mri mrv multi multiphase muscle native neck neoplasm nerve neuro no nodule non noncontrast none',
  'normal oblique obl oral orbit osem out ovary pa pancreas parallel parenchyma part pd pdw pe pelvis pelvic perfusion pet petct phase plain',
  'plane pons portal position post posterior pre prior primary projection prone prostate proximal pulmonary pulse quantitative radial radius reconstruction recon',
  'rectum reformat reformatted renal resolution right routine rotation rt sacral sacrum sag sagital sagittal saline satur saturation scan scout screening sag se',
  'secondary segment segmentation sense sequence series sharp short shoulder side single sinus skeleton skull slab slice slices small smooth soft sos space',
  'spair spect spgr spin spine spiral spleen spot sstse standard standing std static stir stomach stress study subtracted subtraction superior supine survey',
  'susceptibility swan swi t1 t1w t2 t2w tap target temporal test thick thin third thoracic thorax thrive thyroid tibia time tirm tissue toe tof tomo',
  'tomosynthesis total tra trace trans transverse tracer trauma trufi tse tspine tumor tumour turbo ultrasound unenhanced unilateral up upper ureter urography us uterus',
  'vein vena venous ventricle vertebra vessel vibe view volume volumetric w water wb wc weighted whole wholebody wide window with without wo wrist xr',
  // Agents, routes, units and quantities as written in fixed places.
  'applied bolus iodinated iodine ionic nonionic intravenous gadovist dotarem magnevist iohexol iopamidol iodixanol barium fdg fluorodeoxyglucose f18 18f f-18',
  'technetium mdp sestamibi suv suvbw hu hounsfield unit units mm cm ml mg g kg s ms kv kvp ma mas bqml cnts percent od rel houndsfield normalised normalized',
  'measured attenuation correction model based scatter randoms none 3d 2d 4d fbp 3drp ctac ac nac iteration iterations subsets',
  // Devices.
  'agfa canon carestream fuji fujifilm hitachi hologic konica kodak lunit medical minolta philips samsung shimadzu siemens systems toshiba uih healthineers',
  'corporation healthcare',
  // Segments.
  'air bronchi cortex desc edge effusion emphysema infarct kidneys muscles node nodes organ spinal cord trachea ventricles vertebrae weight ratio value',
  // Dimension indices.
  'stack number temporal index dimension imagepositionpatient referencedsegmentnumber in patient orientation',
];

const KNOWN: ReadonlySet<string> = new Set(WORDS.flatMap((line) => line.split(' ')));
/** One or two digits with a fraction and a unit, or the strength of a diffusion gradient: nothing that could be a number of somebody. */
const NUMBER = /^(?:\d{1,2}(?:\.\d{1,2})?(?:mm|cm|s|t|x|min|kv|hz|w)?|b\d{1,4}|te\d{1,3}|tr\d{1,4})$/;
/** Reconstruction kernels of makers: one or two letters, two digits, a letter. */
const KERNEL = /^(?:[BHTUQ][a-z]?|FC|FL|Br|Bl|Bv|Hr|Hc|Qr)\d{2}[a-z]?$/;

/** What a description may keep, in its order; empty where nothing is left. Plain ASCII. */
export function cleanWords(text: string): string {
  const words = text.split(/[^A-Za-z0-9.+%-]+/).flatMap((word) => (keeps(word) ? [word] : parts(word)));
  return words.join(' ').slice(0, 64).trim();
}

function parts(word: string): readonly string[] {
  // "ABD-PELVIS" of two known words; a word that hangs on an unknown one goes with it ("SMITH-T1").
  const pieces = word.split(/[-+.]+/).filter((piece) => piece !== '');
  return pieces.length > 1 && pieces.every(keeps) ? pieces : [];
}

function keeps(word: string): boolean {
  return KNOWN.has(word.toLowerCase()) || NUMBER.test(word.toLowerCase()) || KERNEL.test(word);
}
