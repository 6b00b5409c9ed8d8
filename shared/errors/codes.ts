/**
 * Every error the program can report, with its family.
 * expected: the world said no. cancelled: somebody asked to stop. bug: ours.
 */
export const ERROR_CODES = {
  'access/held': 'expected',
  'access/last-administrator': 'expected',
  'access/name-taken': 'expected',
  'access/not-allowed': 'expected',
  'access/not-revoked': 'expected',
  'access/policy': 'expected',
  'access/proof-needed': 'expected',
  'access/revoked': 'expected',
  'access/store-exists': 'expected',
  'access/locked': 'expected',
  'access/passphrase-required': 'expected',
  'access/wrong-passphrase': 'expected',
  'access/weak-passphrase': 'expected',
  'access/recovery-not-shown': 'expected',
  'access/unknown-person': 'expected',

  'archive/unknown-study': 'expected',
  'archive/unknown-series': 'expected',
  'archive/unknown-object': 'expected',

  'audit/not-sent': 'expected',
  'audit/own-access': 'expected',

  'backup/damaged': 'expected',
  'backup/folder-in-use': 'expected',
  'backup/in-store': 'expected',
  'backup/missing': 'expected',
  'backup/other-place': 'expected',
  'backup/other-store': 'expected',

  'blob/missing': 'expected',
  'blob/damaged': 'expected',
  'blob/key-forgotten': 'expected',
  'blob/quarantined': 'expected',

  'command/bad-key': 'expected',
  'command/taken': 'expected',
  'command/unknown': 'expected',

  'dicom/not-dicom': 'expected',
  'dicom/empty-file': 'expected',
  'dicom/damaged-header': 'expected',
  'dicom/missing-sop-uid': 'expected',
  'dicom/missing-sop-class': 'expected',
  'dicom/no-pixel-data': 'expected',
  'dicom/unsupported-transfer-syntax': 'expected',
  'dicom/unsupported-pixel-format': 'expected',
  'dicom/pixel-data-incomplete': 'expected',
  'dicom/pixel-data-damaged': 'expected',
  'dicom/frame-out-of-range': 'expected',
  'dicom/too-large': 'expected',
  'dicom/too-deep': 'expected',

  'disk/exists': 'expected',
  'disk/full': 'expected',
  'disk/failed': 'expected',
  'disk/not-found': 'expected',
  'disk/read-only': 'expected',

  'import/unreadable-path': 'expected',
  'import/changed-while-reading': 'expected',
  'import/archive-damaged': 'expected',
  'import/archive-encrypted': 'expected',
  'import/archive-too-large': 'expected',
  'import/link-refused': 'expected',
  'import/process-killed': 'expected',

  'job/unknown': 'expected',
  'job/cancelled': 'cancelled',
  'job/payload': 'bug',

  'measure/unknown-tool': 'expected',
  'measure/bad-points': 'expected',

  'profile/bad-file': 'expected',
  'profile/bad-key': 'expected',
  'profile/bad-signature': 'expected',
  'profile/changed': 'expected',
  'profile/expired': 'expected',
  'profile/key-passphrase': 'expected',
  'profile/managed': 'expected',
  'profile/newer-version': 'expected',
  'profile/not-yet-valid': 'expected',
  'profile/older-serial': 'expected',
  'profile/other-key': 'expected',
  'profile/provider-taken': 'expected',
  'profile/revoked': 'expected',
  'profile/role': 'expected',
  'profile/site-taken': 'expected',
  'profile/unknown': 'expected',
  'profile/unknown-key': 'expected',

  'order/bad-file': 'expected',
  'order/bad-signature': 'expected',
  'order/expired': 'expected',
  'order/newer-version': 'expected',
  'order/not-fetched': 'expected',
  'order/not-granted': 'expected',
  'order/not-yet-valid': 'expected',
  'order/older-number': 'expected',
  'order/other-store': 'expected',
  'order/too-long': 'expected',
  'order/unknown-key': 'expected',
  'order/unknown-kind': 'expected',
  'order/unknown-site': 'expected',

  'os-slot/forbidden': 'expected',
  'os-slot/none': 'expected',
  'os-slot/refused': 'expected',

  'process/died': 'expected',
  'process/timeout': 'expected',
  'process/memory': 'expected',

  'reading/conflict': 'expected',

  'report/unknown': 'expected',
  'report/unknown-template': 'expected',
  'report/unknown-section': 'expected',
  'report/unknown-field': 'expected',
  'report/unknown-measurement': 'expected',
  'report/not-a-draft': 'expected',
  'report/not-signed': 'expected',
  'report/not-final': 'expected',
  'report/not-preliminary': 'expected',
  'report/superseded': 'expected',
  'report/not-permitted': 'expected',
  'report/checks-stand': 'expected',
  'report/pdf-needs-runtime': 'expected',
  'report/tampered': 'expected',

  'request/bad': 'expected',
  'request/forbidden': 'expected',
  'request/unknown-call': 'expected',
  'request/cancelled': 'cancelled',
  'request/stale-token': 'expected',
  'request/too-large': 'expected',
  'request/usage': 'expected',

  'residency/never': 'expected',
  'residency/other-region': 'expected',
  'residency/place-unknown': 'expected',
  'residency/revoked': 'expected',

  'retention/in-future': 'expected',
  'retention/not-signed': 'expected',

  'sign-in/another-person': 'expected',
  'sign-in/cancelled': 'cancelled',
  'sign-in/failed': 'expected',
  'sign-in/needed': 'expected',
  'sign-in/no-provider': 'expected',
  'sign-in/provider-unreachable': 'expected',
  'sign-in/refused': 'expected',
  'sign-in/too-weak': 'expected',
  'sign-in/under-way': 'expected',

  'store/in-use': 'expected',
  'store/newer-version': 'expected',
  'store/damaged': 'expected',
  'store/lost': 'expected',
  'store/missing': 'expected',
  'store/not-evaluation': 'expected',
  'store/wiped': 'expected',

  'internal/bug': 'bug',
} as const satisfies Record<string, 'expected' | 'cancelled' | 'bug'>;

export type ErrorCode = keyof typeof ERROR_CODES;
export type ErrorFamily = (typeof ERROR_CODES)[ErrorCode];

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERROR_CODES, value);
}
