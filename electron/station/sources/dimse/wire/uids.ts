/** DICOM application context (Part 7, A.2.1). */
export const APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';

export const VERIFICATION = '1.2.840.10008.1.1';
export const STORAGE_COMMITMENT = '1.2.840.10008.1.20.1';
/** The one well-known instance of the storage commitment push model. */
export const STORAGE_COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';

/** Query/retrieve classes by information model (Part 4, C.6). */
export const QUERY_RETRIEVE = Object.freeze({
  study: {
    find: '1.2.840.10008.5.1.4.1.2.2.1',
    move: '1.2.840.10008.5.1.4.1.2.2.2',
    get: '1.2.840.10008.5.1.4.1.2.2.3',
  },
  patient: {
    find: '1.2.840.10008.5.1.4.1.2.1.1',
    move: '1.2.840.10008.5.1.4.1.2.1.2',
    get: '1.2.840.10008.5.1.4.1.2.1.3',
  },
});

/** Retired ones of the standard's range for storage and all later ones begin so. */
export const STORAGE_ROOT = '1.2.840.10008.5.1.4.1.1.';
