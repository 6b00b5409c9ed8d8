// Makes resources/phantoms again: one small picture in every transfer syntax that this program decodes.
//
//   node scripts/make-phantoms.mjs
//
// The picture is our own (the formulas stand in shared/rules/station-check/phantom-values.ts too, and a test compares them).
// Needs DCMTK (dcmconv, dcmcrle, dcmcjpeg, dcmcjpls) and gdcmconv on the PATH: what encodes is not what decodes, but for
// HTJ2K, for which there is no other encoder here than that of OpenJPH.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const TARGET = join(ROOT, 'resources', 'phantoms');
const COLUMNS = 40;
const ROWS = 24;
/** Root of UUIDs made for these pictures once (Part 5, B.2). */
const UID = '2.25.297846157205184934861046102938475610293';

/** Every value of 12 bits may stand beside every other. */
const exact = (x, y) => (x * 37 + y * 101 + x * y * 3) % 4096;
/** Without edges: what a lossy code keeps within its tolerance. */
const smooth = (x, y, top) => Math.round((top * (x + y)) / (COLUMNS + ROWS - 2));

function element(tag, vr, value) {
  const padded = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.of(vr === 'UI' ? 0 : 0x20)]);
  const long = vr === 'OB' || vr === 'OW';
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (long) head.writeUInt32LE(padded.length, 8);
  else head.writeUInt16LE(padded.length, 6);
  return Buffer.concat([head, padded]);
}
const text = (tag, vr, value) => element(tag, vr, Buffer.from(value, 'latin1'));
const short = (tag, value) => element(tag, 'US', Buffer.of(value & 255, value >> 8));

function file(syntax, number, bits, pixelData) {
  const meta = Buffer.concat([
    element(0x00020001, 'OB', Buffer.of(0, 1)),
    text(0x00020002, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    text(0x00020003, 'UI', `${UID}.${number}`),
    text(0x00020010, 'UI', syntax),
    text(0x00020012, 'UI', UID),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const preamble = Buffer.alloc(132);
  preamble.write('DICM', 128, 'latin1');
  return Buffer.concat([
    ...[preamble, element(0x00020000, 'UL', length), meta],
    text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    text(0x00080018, 'UI', `${UID}.${number}`),
    text(0x00080060, 'CS', 'OT'),
    text(0x00080064, 'CS', 'SYN'),
    text(0x00100010, 'PN', 'PHANTOM'),
    text(0x00100020, 'LO', 'PHANTOM'),
    text(0x0020000d, 'UI', `${UID}.1000`),
    text(0x0020000e, 'UI', `${UID}.1001`),
    text(0x00200013, 'IS', String(number)),
    short(0x00280002, 1),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    ...[short(0x00280010, ROWS), short(0x00280011, COLUMNS)],
    ...[
      short(0x00280100, bits > 8 ? 16 : 8),
      short(0x00280101, bits),
      short(0x00280102, bits - 1),
      short(0x00280103, 0),
    ],
    pixelData,
  ]);
}

function pixels(bits, value) {
  const at = Array.from({ length: ROWS * COLUMNS }, (_, i) => value(i % COLUMNS, Math.floor(i / COLUMNS)));
  if (bits <= 8) return Buffer.from(at);
  const words = Buffer.alloc(at.length * 2);
  at.forEach((one, i) => words.writeUInt16LE(one, i * 2));
  return words;
}

/** Pixel data of one frame in one fragment, with an empty offset table (Part 5, A.4). */
function encapsulated(frame) {
  const item = (bytes) => {
    const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.of(0)]);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(padded.length, 4);
    return Buffer.concat([head, padded]);
  };
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  return Buffer.concat([head, item(Buffer.alloc(0)), item(frame), Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])]);
}

async function htj2k(words, lossless, order) {
  const require = createRequire(import.meta.url);
  const make = require('@cornerstonejs/codec-openjph');
  const wasm = require.resolve('@cornerstonejs/codec-openjph/wasm');
  const codec = await make({ wasmBinary: readFileSync(wasm), locateFile: () => wasm });
  const encoder = new codec.HTJ2KEncoder();
  const frame = {
    width: COLUMNS,
    height: ROWS,
    bitsPerSample: 16,
    componentCount: 1,
    isSigned: false,
    isUsingColorTransform: false,
  };
  encoder.getDecodedBuffer(frame).set(words);
  encoder.setQuality(lossless, lossless ? 0 : 0.0001);
  encoder.setProgressionOrder(order);
  encoder.encode();
  const encoded = Buffer.from(encoder.getEncodedBuffer());
  encoder.delete();
  return encoded;
}

const scratch = mkdtempSync(join(tmpdir(), 'phantoms-'));
mkdirSync(TARGET, { recursive: true });
const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
const native = (name, number, bits, value) => {
  const path = join(scratch, `${name}.dcm`);
  writeFileSync(path, file('1.2.840.10008.1.2.1', number, bits, element(0x7fe00010, 'OW', pixels(bits, value))));
  return path;
};
const source = {
  exact: (n) => native('exact', n, 12, exact),
  smooth: (n) => native('smooth', n, 12, (x, y) => smooth(x, y, 4095)),
  smooth8: (n) => native('smooth8', n, 8, (x, y) => smooth(x, y, 255)),
};
const out = (name) => join(TARGET, `${name}.dcm`);

run('dcmconv', '+ti', source.exact(1), out('implicit-little'));
run('dcmconv', '+te', source.exact(2), out('explicit-little'));
run('dcmconv', '+tb', source.exact(3), out('explicit-big'));
run('dcmconv', '+td', source.exact(4), out('deflated'));
run('dcmcrle', '+un', source.exact(5), out('rle'));
run('dcmcjpeg', '+eb', '+q', '95', '+un', source.smooth8(6), out('jpeg-baseline'));
run('dcmcjpeg', '+ee', '+q', '95', '+un', source.smooth(7), out('jpeg-extended'));
run('dcmcjpeg', '+es', '+q', '95', '+un', source.smooth(8), out('jpeg-spectral'));
run('dcmcjpeg', '+ep', '+q', '95', '+un', source.smooth(9), out('jpeg-progressive'));
run('dcmcjpeg', '+el', '+un', source.exact(10), out('jpeg-lossless'));
run('dcmcjpeg', '+e1', '+un', source.exact(11), out('jpeg-lossless-sv1'));
run('dcmcjpls', '+el', '+un', source.exact(12), out('jpeg-ls'));
run('dcmcjpls', '+en', '+md', '2', '+un', source.smooth(13), out('jpeg-ls-near'));
run('gdcmconv', '-K', source.exact(14), out('jpeg-2000'));
run('gdcmconv', '-K', '-Y', '-r', '4', source.smooth(15), out('jpeg-2000-lossy'));
writeFileSync(
  out('htj2k'),
  file('1.2.840.10008.1.2.4.201', 16, 12, encapsulated(await htj2k(pixels(12, exact), true, 2))),
);
writeFileSync(
  out('htj2k-rpcl'),
  file('1.2.840.10008.1.2.4.202', 17, 12, encapsulated(await htj2k(pixels(12, exact), true, 2))),
);
const lossy = await htj2k(
  pixels(12, (x, y) => smooth(x, y, 4095)),
  false,
  2,
);
writeFileSync(out('htj2k-lossy'), file('1.2.840.10008.1.2.4.203', 18, 12, encapsulated(lossy)));
writeFileSync(
  out('deflated-frame'),
  file('1.2.840.10008.1.2.8.1', 19, 12, encapsulated(deflateRawSync(pixels(12, exact)))),
);
for (const name of ['jpeg-baseline', 'htj2k']) console.log(name, readFileSync(out(name)).length, 'bytes');
rmSync(scratch, { recursive: true });
