/** Documents of the command line about what is stored, exactly as architecture.md has them. */
export interface StudyLine {
  /** "none:…" with our id, where the files give no UID. */
  readonly studyUid: string;
  readonly issuer: string;
  readonly patientId: string | null;
  /** As DICOM writes it: components with ^, groups with =. */
  readonly patientName: string;
  readonly studyDate: string | null;
  readonly modalities: readonly string[];
  readonly description: string | null;
  readonly accession: string | null;
  readonly series: number;
  readonly instances: number;
  /** Null where nobody said. */
  readonly expected: number | null;
  readonly ready: boolean;
}

export interface SeriesLine {
  readonly seriesUid: string;
  readonly modality: string | null;
  readonly number: number | null;
  readonly description: string | null;
  readonly instances: number;
}

export interface InstanceLine {
  readonly objectId: string;
  readonly sopUid: string | null;
  readonly sopClass: string | null;
  readonly transferSyntax: string;
  readonly frames: number;
  /** Of the file as it came. */
  readonly sha256: string;
  readonly conflict: boolean;
}

export interface VerifyReport {
  readonly checked: number;
  readonly bad: readonly { readonly objectId: string; readonly reason: string }[];
}
