import { z } from 'zod';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { ReportSignature } from '../../../shared/model/report-signature.ts';
import { documentJson } from '../../../shared/report/signed-document.ts';
import { isSignedBy } from '../kernel/ed25519.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { ReportRow, ReportStore } from './report-store.ts';

/** What the audit trail says was frozen: the document's hash, and the hash of each output. */
const SignDetail = z.looseObject({
  hash: z.string(),
  'seen-map': z.string().optional(),
  signature: z.string().optional(),
});
const PdfDetail = z.looseObject({ sha256: z.string() });

/**
 * Why a signed report is not what was signed: null when everything fits. The text is hashed again, the hash is compared with the
 * one in the audit trail (whose chain is checked by `audit verify`), and every stored output is read and hashed.
 */
export async function reportDamage(
  row: ReportRow,
  parts: { readonly index: Db; readonly store: ReportStore; readonly blobs: BlobStore },
): Promise<'document' | 'signature' | 'audit' | 'output' | null> {
  const { index, store, blobs } = parts;
  try {
    const { document, hash } = store.document(row);
    if (row.signed !== documentJson(document) || sha256Hex(row.signed) !== hash) return 'document';
    if (document.reportId !== row.report_id || document.state !== row.state) return 'document';
  } catch (error) {
    if (asAppError(error).code === 'report/tampered') return 'document';
    throw error;
  }
  const signed = auditDetail(index, 'report.sign', row.report_id, SignDetail);
  if (signed === null || signed.hash !== row.signed_hash) return 'audit';
  const signature = signatureOf(row);
  // What was signed with a key is so for good, and what bears a signature was recorded with it.
  if ((signature?.signature ?? null) !== (signed.signature ?? null)) return 'audit';
  if (signature !== null && !isSignedBy(signature.publicKey, row.signed ?? '', signature.signature)) return 'signature';
  const outputs = store.outputs(row.report_id);
  const pdf = auditDetail(index, 'report.pdf-stored', row.report_id, PdfDetail);
  for (const output of outputs) {
    const recorded = output.format === 'pdf' ? pdf?.sha256 : signed[output.format];
    if (recorded !== output.sha256) return 'audit';
    try {
      await blobs.verify(output.blob_id, output.sha256);
    } catch (error) {
      if (asAppError(error).code.startsWith('blob/')) return 'output';
      throw error;
    }
  }
  // Reports that were signed before it was kept have no seen map.
  const mapped = signed['seen-map'] === undefined ? [] : (['seen-map'] as const);
  const expected = ['sr', 'text', 'fhir', 'hl7', ...mapped] as const;
  return expected.every((format) => outputs.some((output) => output.format === format)) ? null : 'output';
}

/** The signature that a report bears; null: none. A damaged one fits nothing. */
export function signatureOf({ signature }: Pick<ReportRow, 'signature'>): ReportSignature | null {
  if (signature === null) return null;
  try {
    return ReportSignature.parse(JSON.parse(signature));
  } catch {
    // Whatever is wrong with it: what it should be is in the audit trail.
    return null;
  }
}

function auditDetail<T>(index: Db, command: string, subject: string, shape: z.ZodType<T>): T | null {
  const found = index
    .prepare<[string, string], string>('SELECT detail FROM audit WHERE command = ? AND subject = ? ORDER BY seq')
    .pluck()
    .get(command, subject);
  return found === undefined ? null : shape.parse(JSON.parse(found));
}
