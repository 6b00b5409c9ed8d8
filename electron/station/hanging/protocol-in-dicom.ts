import { AppError } from '../../../shared/errors/app-error.ts';
import { LONGEST_PROTOCOL } from '../../../shared/hanging/protocol/kept.ts';
import { protocolOfDicom } from '../../../shared/hanging/protocol/from-dicom.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { HangingObject } from '../../../shared/model/hanging-object.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import { openObject } from '../dicom/read/open-object.ts';
import { readHangingObject } from '../dicom/read/hanging-protocol.ts';
import { buildHangingObject } from '../dicom/write/hanging-protocol.ts';
import { badForm } from './signed-bundle.ts';

export interface ProtocolInDicom {
  readonly document: HangingProtocol;
  /** What the object says and the document does not, in words. */
  readonly ignored: readonly string[];
}

/**
 * The protocol of an object: the document of ours in it, as long as it agrees with what stands beside it in the attributes of the
 * standard; else what those say.
 * @throws AppError hanging/bad-file
 */
export function protocolIn(said: HangingObject): ProtocolInDicom {
  const own = said.own === null ? null : ownDocument(said.own);
  if (own !== null && agrees(own, said)) return { document: own, ignored: [] };
  const { document, ignored } = protocolOfDicom(said);
  if (document === null) throw new AppError('hanging/bad-file', 'the object names no pictures, places or modality');
  const checked = HangingProtocol.safeParse(document);
  if (!checked.success) throw badForm(checked.error);
  const changed = ['what this program wrote into it: another program changed the rest since'];
  return { document: checked.data, ignored: [...(said.own === null ? [] : changed), ...ignored] };
}

/** Checked as any file is; null: it cannot be used. */
function ownDocument(text: string): HangingProtocol | null {
  if (text.length > LONGEST_PROTOCOL) return null;
  try {
    const read = HangingProtocol.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    // No JSON: the attributes of the standard count.
    return null;
  }
}

/** Whether the document, written once more, says in the attributes of the standard what the object says. */
function agrees(own: HangingProtocol, said: HangingObject): boolean {
  try {
    const bytes = buildHangingObject(own, { sopUid: '2.25.1', creator: '', at: '20000101' });
    const again = readHangingObject(openObject(bytes));
    return canonicalJson({ ...again, own: null }) === canonicalJson({ ...said, own: null });
  } catch {
    // A document that cannot be written as DICOM was not what this object was written from.
    return false;
  }
}
