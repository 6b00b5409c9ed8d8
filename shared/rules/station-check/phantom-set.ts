/** One picture in one transfer syntax, and how far from the known values a decoder may be. */
export interface DecodePhantom {
  /** Of the file in resources/phantoms, without its ending. */
  readonly name: string;
  readonly uid: string;
  /** As a reader may know it. */
  readonly words: string;
  readonly bits: 8 | 12;
  readonly values: 'exact' | 'smooth';
  /** Greatest difference of a stored value; 0: no loss. Of a lossy one: what its encoder left, rounded up. */
  readonly tolerance: number;
}

function lossless(name: string, uid: string, words: string): DecodePhantom {
  return { name, uid, words, bits: 12, values: 'exact', tolerance: 0 };
}

function lossy(name: string, uid: string, words: string, tolerance: number, bits: 8 | 12 = 12): DecodePhantom {
  return { name, uid, words, bits, values: 'smooth', tolerance };
}

/** One for each transfer syntax of pictures that this program decodes (electron/station/dicom/decode/README.md). */
export const DECODE_PHANTOMS: readonly DecodePhantom[] = [
  lossless('implicit-little', '1.2.840.10008.1.2', 'Implicit VR little endian'),
  lossless('explicit-little', '1.2.840.10008.1.2.1', 'Explicit VR little endian'),
  lossless('explicit-big', '1.2.840.10008.1.2.2', 'Explicit VR big endian'),
  lossless('deflated', '1.2.840.10008.1.2.1.99', 'Deflated data set'),
  lossless('deflated-frame', '1.2.840.10008.1.2.8.1', 'Deflated frames'),
  lossless('rle', '1.2.840.10008.1.2.5', 'RLE'),
  lossy('jpeg-baseline', '1.2.840.10008.1.2.4.50', 'JPEG baseline, 8 bits', 2, 8),
  lossy('jpeg-extended', '1.2.840.10008.1.2.4.51', 'JPEG extended, 12 bits', 8),
  lossy('jpeg-spectral', '1.2.840.10008.1.2.4.53', 'JPEG spectral selection, 12 bits', 8),
  lossy('jpeg-progressive', '1.2.840.10008.1.2.4.55', 'JPEG progressive, 12 bits', 8),
  lossless('jpeg-lossless', '1.2.840.10008.1.2.4.57', 'JPEG lossless, process 14'),
  lossless('jpeg-lossless-sv1', '1.2.840.10008.1.2.4.70', 'JPEG lossless, first-order prediction'),
  lossless('jpeg-ls', '1.2.840.10008.1.2.4.80', 'JPEG-LS'),
  lossy('jpeg-ls-near', '1.2.840.10008.1.2.4.81', 'JPEG-LS, near lossless', 2),
  lossless('jpeg-2000', '1.2.840.10008.1.2.4.90', 'JPEG 2000, lossless'),
  lossy('jpeg-2000-lossy', '1.2.840.10008.1.2.4.91', 'JPEG 2000, lossy', 4),
  lossless('htj2k', '1.2.840.10008.1.2.4.201', 'HTJ2K, lossless'),
  lossless('htj2k-rpcl', '1.2.840.10008.1.2.4.202', 'HTJ2K, lossless, by resolution'),
  lossy('htj2k-lossy', '1.2.840.10008.1.2.4.203', 'HTJ2K, lossy', 8),
];

/** Ways of the grey chain, each a picture of its own with every stored value from 0 to 4095. */
export const GREY_PHANTOMS = ['linear', 'linear-exact', 'sigmoid', 'inverse', 'fraction', 'table'] as const;
export type GreyPhantom = (typeof GREY_PHANTOMS)[number];

export const GREY_WORDS: Readonly<Record<GreyPhantom, string>> = {
  linear: 'window, LINEAR, with rescale and padding',
  'linear-exact': 'window, LINEAR_EXACT',
  sigmoid: 'window, SIGMOID',
  inverse: 'MONOCHROME1',
  fraction: 'a slope below one',
  table: 'VOI table',
};
