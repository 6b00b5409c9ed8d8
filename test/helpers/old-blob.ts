import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { sealChunk } from '../../electron/station/kernel/blob-format.ts';
import { deriveKey, sealKey } from '../../electron/station/kernel/sealed-key.ts';

const CHUNK = 256 * 1024;

/** A stored file as version 2 of the format wrote it: its chunks hang on the wrapped key. At most one chunk. */
export function oldBlob(
  { blobId, studyKeyId, text = '' }: { readonly blobId: string; readonly studyKeyId: string; readonly text?: string },
  plain: Uint8Array,
  studyKey: Uint8Array,
): Buffer {
  if (plain.length > CHUNK) throw new RangeError('one chunk only');
  const facts = Buffer.from(text, 'utf8');
  const header = Buffer.alloc(152 + facts.length + 16);
  header.write('NJBLOB\u001a\n', 0, 'latin1');
  header.writeUInt16BE(2, 8);
  header.writeUInt16BE(header.length, 10);
  header.write(blobId, 12, 'latin1');
  header.write(studyKeyId, 38, 'latin1');
  randomBytes(16).copy(header, 64);
  header.writeUInt32BE(CHUNK, 80);
  header.writeBigUInt64BE(BigInt(plain.length), 84);
  const blobKey = randomBytes(32);
  const wrapping = deriveKey(studyKey, header.subarray(64, 80), 'nightjar/blob-key/1');
  header.set(sealKey(wrapping, blobKey, header.subarray(0, 92)), 92);
  const cipher = createCipheriv('aes-256-gcm', blobKey, Buffer.alloc(12, 0xff));
  cipher.setAAD(header.subarray(0, 152));
  header.set(Buffer.concat([cipher.update(facts), cipher.final(), cipher.getAuthTag()]), 152);
  const headerHash = createHash('sha256').update(header).digest();
  return Buffer.concat([header, sealChunk({ blobKey, headerHash }, 0, true, plain)]);
}
