// Makes the sample studies in resources/samples again from the test data folder.
//
//   node scripts/make-samples.mjs            (TESTDATA_DIR, default ../shared/testdata, is only read)
//
// Needs DCMTK on the PATH (dcmcjpls, dcmdjpls, dcmdjpeg, dcmdump, dcmodify). Every file is decoded again afterwards
// and its stored pixel values are compared with those of its source: one different byte stops the run.
// Writes the study folders, samples.json, files.tsv and licences/. ATTRIBUTION.md is written by hand.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCE = resolve(ROOT, process.env.TESTDATA_DIR ?? '../shared/testdata');
const TARGET = join(ROOT, 'resources', 'samples');
const MAX_BYTES = 40_000_000;

const JPEG_LS_NOTE =
  'Re-encoded without loss as JPEG-LS (1.2.840.10008.1.2.4.80). Stored pixel values, attributes and UIDs are unchanged.';
const CC_BY_4 = { name: 'CC BY 4.0', letter: 'A', file: 'licences/CC-BY-4.0.txt' };

// Half of the published numbers: the picture was published at half size, its region was not scaled with it.
const US_REGION = '(0018,6011)[0]';
const US_EDITS = [
  ['-m', `${US_REGION}.(0018,6018)=42`],
  ['-m', `${US_REGION}.(0018,601a)=16`],
  ['-m', `${US_REGION}.(0018,601c)=297`],
  ['-m', `${US_REGION}.(0018,601e)=206`],
  ['-m', `${US_REGION}.(0018,602c)=0.102099411189556122`],
  ['-m', `${US_REGION}.(0018,602e)=0.102099411189556122`],
  ['-i', '(0008,1030)=Echocardiography'],
  ['-i', '(0008,103e)=DERIVED cine, regions rescaled'],
  ['-m', '(0008,2111)=RGB to JPEG Baseline 1 conversion; ultrasound region scaled to the half-size picture'],
];

/** How each sample is made. `files` are paths in the test data; `encode` is copy, jpegls or us-region. */
const RECIPES = [
  {
    folder: 'ct-chest',
    title: 'CT chest and upper abdomen',
    shows: '100 contiguous slices of 2.5 mm, contrast-enhanced, lung kernel, with a lung nodule.',
    modalities: ['CT'],
    priorOf: null,
    derived: true,
    synthetic: false,
    changes: JPEG_LS_NOTE,
    source: { title: 'TCIA, Cancer Moonshot Biobank, CMB-CRC', doi: '10.7937/DJG7-GZ87' },
    licence: CC_BY_4,
    files: numbered('ct-cap-cmb/1-', 100),
    encode: () => 'jpegls',
  },
  {
    folder: 'ct-chest-earlier-petct',
    title: 'Earlier PET/CT of the same patient (derived CT, SYNTHETIC PET)',
    shows: 'The CT one year earlier at half resolution, and a made-up PET with known SUV spheres on the same grid.',
    modalities: ['CT', 'PT'],
    priorOf: 'ct-chest',
    derived: true,
    synthetic: true,
    changes:
      'Not an examination of this patient. The CT is computed from every third slice of ct-chest (half resolution, ' +
      'dated one year earlier, table moved, new UIDs) and stored as lossless JPEG-LS. The PET is SYNTHETIC: a body of ' +
      'SUV 1.0 with spheres of SUV 2.0, 5.0 and 10.0.',
    source: {
      title: 'CT computed from TCIA, Cancer Moonshot Biobank, CMB-CRC; PET made for this project',
      doi: '10.7937/DJG7-GZ87',
    },
    licence: CC_BY_4,
    files: [...numbered('derived/prior-petct/CT', 34), ...numbered('derived/prior-petct/PT', 34)],
    encode: (file) => (file.includes('/CT') ? 'jpegls' : 'copy'),
  },
  {
    folder: 'mr-brain',
    title: 'MR brain, tumour protocol',
    shows: 'Sagittal localizer, FLAIR, T2, T1 before and after contrast, as enhanced multi-frame objects.',
    modalities: ['MR'],
    priorOf: null,
    derived: true,
    synthetic: false,
    changes: JPEG_LS_NOTE,
    source: {
      title: 'NEMA/DICOM WG-16 enhanced multi-frame samples, via wearemothership/dicom-test-files',
      doi: null,
    },
    licence: { name: 'ISC', letter: 'B', file: 'licences/dicom-test-files-ISC.txt' },
    files: [1, 3, 4, 5, 8, 9].map((n) => `mr-brain-mf/BRTUM00${n}`),
    encode: () => 'jpegls',
  },
  {
    folder: 'chest-radiograph',
    title: 'Chest radiograph (near-lossless, no pixel spacing)',
    shows: 'PA chest, 1955 x 1841, MONOCHROME1, with several lung masses. Lengths can only be given in pixels.',
    modalities: ['CR'],
    priorOf: null,
    derived: false,
    synthetic: false,
    changes: 'None. The publisher compressed it near-losslessly (JPEG-LS, 2:1) and the file says so.',
    source: { title: 'NEMA/DICOM WG-04 compression samples, via wearemothership/dicom-test-files', doi: null },
    licence: { name: 'ISC', letter: 'B', file: 'licences/dicom-test-files-ISC.txt' },
    files: ['xr/RG1_JLSN'],
    encode: () => 'copy',
  },
  {
    folder: 'ultrasound-cine',
    title: 'Cardiac ultrasound cine',
    shows: '30 frames at 30 frames a second, JPEG baseline, with a calibrated region for measurements.',
    modalities: ['US'],
    priorOf: null,
    derived: true,
    synthetic: false,
    changes:
      'Header only; the compressed frames are unchanged. The picture was published at half size with the region of the full ' +
      'size: position and pixel size of the region were corrected, study and series description added, vendor-private ' +
      'elements removed, new SOP and Series Instance UIDs given.',
    source: { title: 'pydicom test files, examples_ybr_color.dcm', doi: null },
    licence: { name: 'MIT', letter: 'B', file: 'licences/pydicom-MIT.txt' },
    files: ['us/us-cine-30f-ybr-regions.dcm'],
    encode: () => 'us-region',
  },
  {
    folder: 'mammogram',
    title: 'Mammogram, right MLO',
    shows: 'One full-field digital view, 3062 x 2394, JPEG lossless, with three VOI LUTs.',
    modalities: ['MG'],
    priorOf: null,
    derived: false,
    synthetic: false,
    changes: 'None.',
    source: { title: 'fo-dicom test data, GH133.dcm', doi: null },
    licence: { name: 'MS-PL', letter: 'B', file: 'licences/fo-dicom-MS-PL.txt' },
    files: ['mg/mg-ge-voilut.dcm'],
    encode: () => 'copy',
  },
];

function numbered(prefix, count) {
  return Array.from({ length: count }, (_, i) => `${prefix}${String(i + 1).padStart(3, '0')}.dcm`);
}

function dcmtk(tool, ...args) {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error(`${tool} is missing. Install DCMTK (Debian: apt-get install dcmtk).`);
    throw new Error(`${tool} failed for ${args.at(-1)}: ${error.stderr ?? error.message}`);
  }
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A UID under 2.25 that is the same in every run. */
function stableUid(text) {
  return `2.25.${BigInt(`0x${sha256(text).slice(0, 31)}`)}`;
}

function valueOf(file, tag) {
  const line = dcmtk('dcmdump', '-M', '-Un', '+P', tag, file).split('\n')[0] ?? '';
  return /\[(.*?)\]/.exec(line)?.[1] ?? /=(\S+)/.exec(line)?.[1] ?? '';
}

/** SHA-256 of the stored pixel values, decoded to native little endian. */
function pixelSha256(file, work) {
  const syntax = valueOf(file, '0002,0010');
  const native = join(work, 'native.dcm');
  if (syntax.startsWith('1.2.840.10008.1.2.4.8')) dcmtk('dcmdjpls', file, native);
  // Colour stays as it is stored: the decoder must not convert YBR to RGB, and only the values count here.
  else if (syntax.startsWith('1.2.840.10008.1.2.4.')) dcmtk('dcmdjpeg', '+cn', '+px', file, native);
  else dcmtk('dcmconv', '+te', file, native);
  const raw = join(work, 'raw');
  rmSync(raw, { recursive: true, force: true });
  mkdirSync(raw);
  dcmtk('dcmdump', '+W', raw, native);
  // Icons are written too; the picture itself is the largest.
  const largest = readdirSync(raw)
    .map((name) => readFileSync(join(raw, name)))
    .sort((a, b) => b.length - a.length)[0];
  if (largest === undefined || largest.length < 10_000) throw new Error(`no pixel data in ${file}`);
  return { sha: sha256(largest), bytes: largest.length };
}

function make(kind, from, to) {
  if (kind === 'jpegls') dcmtk('dcmcjpls', '+el', '+un', from, to);
  else copyFileSync(from, to);
  if (kind !== 'us-region') return;
  const edits = [
    ...US_EDITS,
    ['-m', `(0008,0018)=${stableUid('nightjar sample ultrasound instance')}`],
    ['-m', `(0020,000e)=${stableUid('nightjar sample ultrasound series')}`],
  ];
  dcmtk('dcmodify', '-nb', '-ep', ...edits.flat(), to);
}

function checkUids(kind, from, to) {
  const kept = kind === 'us-region' ? ['0020,000d', '0008,0016'] : ['0020,000d', '0020,000e', '0008,0018', '0008,0016'];
  for (const tag of kept) {
    if (valueOf(from, tag) !== valueOf(to, tag)) throw new Error(`${to}: (${tag}) changed`);
  }
}

function makeSample(recipe, work) {
  const folder = join(TARGET, recipe.folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const rows = recipe.files.map((source, index) => {
    const kind = recipe.encode(source);
    const name = `${recipe.folder}/${String(index + 1).padStart(4, '0')}.dcm`;
    const from = join(SOURCE, source);
    const to = join(TARGET, name);
    const local = join(work, 'source.dcm');
    copyFileSync(from, local);
    chmodSync(local, 0o644);
    make(kind, local, to);
    chmodSync(to, 0o644);
    checkUids(kind, local, to);
    const before = pixelSha256(local, work);
    const after = pixelSha256(to, work);
    if (before.sha !== after.sha) throw new Error(`${name}: pixel values differ from ${source}`);
    const bytes = readFileSync(to);
    return { name, size: bytes.length, sha: sha256(bytes), source, pixelBytes: after.bytes, pixelSha: after.sha };
  });
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  const pixels = rows.reduce((sum, row) => sum + row.pixelBytes, 0);
  console.log(`${recipe.folder}: ${rows.length} files, ${size} bytes; ${pixels} bytes of pixel values all identical`);
  return { rows, size };
}

function copyLicences() {
  const folder = join(TARGET, 'licences');
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of [
    ['fo-dicom-MS-PL.txt', 'fo-dicom-MS-PL.txt'],
    ['pydicom-MIT.txt', 'pydicom-MIT.txt'],
    ['nema-wg04-README.txt', 'nema-wg04-README.txt'],
  ]) {
    writeFileSync(join(folder, to), readFileSync(join(SOURCE, 'LICENSES', from)));
  }
}

/** JSON as the formatter of this project writes it: short lists of words on one line. */
function asJson(value) {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[\s+("\w+"(?:,\s+"\w+")*)\s+\]/g, (_, words) => `[${words.replace(/\s+/g, ' ')}]`)}\n`;
}

function main() {
  if (!existsSync(join(SOURCE, 'MANIFEST.tsv'))) throw new Error(`No test data in ${SOURCE}. Set TESTDATA_DIR.`);
  const work = mkdtempSync(join(tmpdir(), 'nightjar-samples-'));
  try {
    const samples = [];
    const lines = ['path\tbytes\tsha256\tsource\tpixel_bytes\tpixel_sha256'];
    for (const recipe of RECIPES) {
      const { rows, size } = makeSample(recipe, work);
      const { files, encode: _encode, ...facts } = recipe;
      samples.push({ ...facts, files: files.length, bytes: size });
      for (const r of rows) lines.push([r.name, r.size, r.sha, r.source, r.pixelBytes, r.pixelSha].join('\t'));
    }
    copyLicences();
    writeFileSync(join(TARGET, 'samples.json'), asJson({ version: 1, samples }));
    writeFileSync(join(TARGET, 'files.tsv'), `${lines.join('\n')}\n`);
    const total = samples.reduce((sum, sample) => sum + sample.bytes, 0);
    console.log(`${lines.length - 1} files, ${total} bytes`);
    if (total > MAX_BYTES) throw new Error(`The samples are larger than ${MAX_BYTES} bytes.`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
