/** How a transfer syntax writes a data set and its pixels (Part 5, annex A; Part 6, annex A). */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly explicit: boolean;
  readonly bigEndian: boolean;
  readonly deflated: boolean;
  readonly encapsulated: boolean;
  /** The coding may change pixel values; the object can still be lossless under a syntax that only permits loss. */
  readonly lossy: boolean;
  readonly video: boolean;
  /** The decode pool reads its pixels. */
  readonly decodable: boolean;
}

type Trait = 'implicit' | 'big-endian' | 'deflated' | 'encapsulated' | 'lossy' | 'video' | 'undecodable';

function syntax(suffix: string, name: string, ...traits: readonly Trait[]): TransferSyntax {
  const has = (trait: Trait): boolean => traits.includes(trait);
  return {
    uid: `1.2.840.10008.1.2${suffix}`,
    name,
    explicit: !has('implicit'),
    bigEndian: has('big-endian'),
    deflated: has('deflated'),
    encapsulated: has('encapsulated') || has('video'),
    lossy: has('lossy') || has('video'),
    video: has('video'),
    decodable: !has('video') && !has('undecodable'),
  };
}

const TABLE: readonly TransferSyntax[] = [
  syntax('', 'Implicit VR Little Endian', 'implicit'),
  syntax('.1', 'Explicit VR Little Endian'),
  syntax('.1.99', 'Deflated Explicit VR Little Endian', 'deflated'),
  syntax('.2', 'Explicit VR Big Endian', 'big-endian'),
  syntax('.5', 'RLE Lossless', 'encapsulated'),
  syntax('.8.1', 'Deflated Image Frame Compression', 'encapsulated'),
  syntax('.4.50', 'JPEG Baseline (Process 1)', 'encapsulated', 'lossy'),
  syntax('.4.51', 'JPEG Extended (Process 2 and 4)', 'encapsulated', 'lossy'),
  syntax('.4.53', 'JPEG Spectral Selection (Process 6 and 8), retired', 'encapsulated', 'lossy'),
  syntax('.4.55', 'JPEG Full Progression (Process 10 and 12), retired', 'encapsulated', 'lossy'),
  syntax('.4.57', 'JPEG Lossless (Process 14)', 'encapsulated'),
  syntax('.4.70', 'JPEG Lossless, First-Order Prediction', 'encapsulated'),
  syntax('.4.80', 'JPEG-LS Lossless', 'encapsulated'),
  syntax('.4.81', 'JPEG-LS Near-Lossless', 'encapsulated', 'lossy'),
  syntax('.4.90', 'JPEG 2000 Lossless', 'encapsulated'),
  syntax('.4.91', 'JPEG 2000', 'encapsulated', 'lossy'),
  syntax('.4.92', 'JPEG 2000 Part 2 Lossless', 'encapsulated', 'undecodable'),
  syntax('.4.93', 'JPEG 2000 Part 2', 'encapsulated', 'lossy', 'undecodable'),
  syntax('.4.94', 'JPIP Referenced', 'undecodable'),
  syntax('.4.95', 'JPIP Referenced Deflate', 'deflated', 'undecodable'),
  syntax('.4.100', 'MPEG2 Main Profile', 'video'),
  syntax('.4.100.1', 'Fragmentable MPEG2 Main Profile', 'video'),
  syntax('.4.101', 'MPEG2 High Level', 'video'),
  syntax('.4.101.1', 'Fragmentable MPEG2 High Level', 'video'),
  syntax('.4.102', 'MPEG-4 AVC/H.264 High Profile', 'video'),
  syntax('.4.102.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile', 'video'),
  syntax('.4.103', 'MPEG-4 AVC/H.264 BD-compatible', 'video'),
  syntax('.4.103.1', 'Fragmentable MPEG-4 AVC/H.264 BD-compatible', 'video'),
  syntax('.4.104', 'MPEG-4 AVC/H.264 for 2D Video', 'video'),
  syntax('.4.104.1', 'Fragmentable MPEG-4 AVC/H.264 for 2D Video', 'video'),
  syntax('.4.105', 'MPEG-4 AVC/H.264 for 3D Video', 'video'),
  syntax('.4.105.1', 'Fragmentable MPEG-4 AVC/H.264 for 3D Video', 'video'),
  syntax('.4.106', 'MPEG-4 AVC/H.264 Stereo', 'video'),
  syntax('.4.106.1', 'Fragmentable MPEG-4 AVC/H.264 Stereo', 'video'),
  syntax('.4.107', 'HEVC/H.265 Main Profile', 'video'),
  syntax('.4.108', 'HEVC/H.265 Main 10 Profile', 'video'),
  syntax('.4.110', 'JPEG XL Lossless', 'encapsulated', 'undecodable'),
  syntax('.4.111', 'JPEG XL JPEG Recompression', 'encapsulated', 'lossy', 'undecodable'),
  syntax('.4.112', 'JPEG XL', 'encapsulated', 'lossy', 'undecodable'),
  syntax('.4.201', 'High-Throughput JPEG 2000 Lossless', 'encapsulated'),
  syntax('.4.202', 'High-Throughput JPEG 2000 Lossless RPCL', 'encapsulated'),
  syntax('.4.203', 'High-Throughput JPEG 2000', 'encapsulated', 'lossy'),
];

const BY_UID: ReadonlyMap<string, TransferSyntax> = new Map(TABLE.map((entry) => [entry.uid, entry]));

export const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG = '1.2.840.10008.1.2.2';

/** What is known about a transfer syntax; an unknown one is explicit little endian by Part 5, and cannot be decoded. */
export function transferSyntax(uid: string): TransferSyntax {
  return BY_UID.get(uid) ?? { ...syntax('', 'Unknown', 'encapsulated', 'undecodable'), uid };
}

export const transferSyntaxes: readonly TransferSyntax[] = TABLE;
