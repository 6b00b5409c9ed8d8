import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { transferSyntax } from '../../shared/dicom/transfer-syntax.ts';
import type { VoiFunction } from '../../shared/model/image.ts';

const run = promisify(execFile);
const MOST_BYTES = 256 * 1024 * 1024;
/** Debian's own, which has pydicom; another Python may stand before it on the PATH. */
const PYTHON = '/usr/bin/python3';

/** The VOI step that another program is asked to take: a window in modality units, or the n-th curve of the object, from 1. */
export type AskedVoi =
  | { readonly kind: 'window'; readonly center: number; readonly width: number; readonly fn: VoiFunction }
  | { readonly kind: 'curve'; readonly place: number };

export interface GreyAsked {
  readonly file: string;
  readonly transferSyntax: string;
  /** From 1. */
  readonly frame: number;
  readonly voi: AskedVoi;
}

/** Codings that DCMTK's picture writer does not read: JPEG-LS and JPEG 2000. GDCM unpacks them for it. */
const NOT_READ = /\.4\.(8[01]|9\d|20\d)$/;

/** Calls `use` with the file, or with a copy of it that GDCM has unpacked. */
async function unpacked<T>(file: string, needed: boolean, use: (file: string) => Promise<T>): Promise<T> {
  if (!needed) return use(file);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-grey-'));
  try {
    const plain = path.join(folder, 'plain.dcm');
    await run('gdcmconv', ['--raw', file, plain]);
    return await use(plain);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Greys 0 to 255 of one frame as DCMTK draws it, row by row, without overlays and without interpolation. */
export async function dcmtkGreys({ file, transferSyntax: syntax, frame, voi }: GreyAsked): Promise<Uint8Array> {
  return unpacked(file, NOT_READ.test(syntax), async (from) => {
    const args = ['-q', '-O', '+F', String(frame), ...voiArguments(voi), '+op', from];
    const { stdout } = await run('dcmj2pnm', args, { encoding: 'buffer', maxBuffer: MOST_BYTES });
    return pictureOf(stdout);
  });
}

function voiArguments(voi: AskedVoi): readonly string[] {
  if (voi.kind === 'curve') return ['+Wl', String(voi.place)];
  const { center, width, fn } = voi;
  // It knows no LINEAR_EXACT. By the formulas of C.11.2.1.2 and C.11.2.1.3.2 that is LINEAR half a step further, one step wider.
  if (fn === 'LINEAR_EXACT') return ['+Wfl', '+Ww', String(center + 0.5), String(width + 1)];
  return [fn === 'SIGMOID' ? '+Wfs' : '+Wfl', '+Ww', String(center), String(width)];
}

function pictureOf(pgm: Uint8Array): Uint8Array {
  const head = /^P5\n(?:#[^\n]*\n)*\d+ \d+\n255\n/.exec(Buffer.from(pgm.subarray(0, 512)).toString('latin1'));
  if (!head) throw new Error('dcmj2pnm gave no picture');
  return pgm.subarray(head[0].length);
}

const PYDICOM = `
import sys, json, numpy, pydicom
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_windowing
file, frame, center, width, fn = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), sys.argv[5]
ds = pydicom.dcmread(file, force=True)
values = ds.pixel_array
if ds.get('NumberOfFrames', 1) and int(ds.get('NumberOfFrames', 1) or 1) > 1: values = values[frame - 1]
values = apply_modality_lut(values, ds).astype('float64')
ask = pydicom.Dataset()
ask.PhotometricInterpretation = 'MONOCHROME2'
ask.PixelRepresentation, ask.BitsStored = 0, 16
ask.WindowCenter, ask.WindowWidth, ask.VOILUTFunction = center, width, fn
grey = apply_windowing(values, ask) / 65535 * 255
if ds.PhotometricInterpretation == 'MONOCHROME1': grey = 255 - grey
sys.stdout.buffer.write(numpy.rint(grey).astype('uint8').tobytes())
`;

/** The same through pydicom's modality and window functions: the judge where DCMTK is not the standard. Windows only. */
export async function pydicomGreys({ file, transferSyntax: syntax, frame, voi }: GreyAsked): Promise<Uint8Array> {
  if (voi.kind !== 'window') throw new Error('pydicom is asked for windows only');
  const { center, width, fn } = voi;
  return unpacked(file, transferSyntax(syntax).encapsulated, async (from) => {
    const args = ['-W', 'ignore', '-c', PYDICOM, from, String(frame), String(center), String(width), fn];
    const { stdout } = await run(PYTHON, args, { encoding: 'buffer', maxBuffer: MOST_BYTES });
    return stdout;
  });
}
