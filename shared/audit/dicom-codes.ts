/** A coded value of DICOM Part 16 ("DCM") as audit messages carry it. */
export interface AuditCode {
  readonly code: string;
  readonly meaning: string;
}

const dcm = (code: string, meaning: string): AuditCode => ({ code, meaning });

/** Audit event ids, CID 400. */
export const EVENT = {
  application: dcm('110100', 'Application Activity'),
  logUsed: dcm('110101', 'Audit Log Used'),
  beginTransfer: dcm('110102', 'Begin Transferring DICOM Instances'),
  accessed: dcm('110103', 'DICOM Instances Accessed'),
  transferred: dcm('110104', 'DICOM Instances Transferred'),
  studyDeleted: dcm('110105', 'DICOM Study Deleted'),
  export: dcm('110106', 'Export'),
  import: dcm('110107', 'Import'),
  orderRecord: dcm('110109', 'Order Record'),
  patientRecord: dcm('110110', 'Patient Record'),
  procedureRecord: dcm('110111', 'Procedure Record'),
  query: dcm('110112', 'Query'),
  alert: dcm('110113', 'Security Alert'),
  authentication: dcm('110114', 'User Authentication'),
} as const;

/** Audit event types, CID 401. */
export const TYPE = {
  start: dcm('110120', 'Application Start'),
  stop: dcm('110121', 'Application Stop'),
  login: dcm('110122', 'Login'),
  logout: dcm('110123', 'Logout'),
  nodeAuthentication: dcm('110126', 'Node Authentication'),
  configuration: dcm('110128', 'Network Configuration'),
  securityConfiguration: dcm('110129', 'Security Configuration'),
  software: dcm('110131', 'Software Configuration'),
  restricted: dcm('110132', 'Use of Restricted Function'),
  recordingStopped: dcm('110133', 'Audit Recording Stopped'),
  recordingStarted: dcm('110134', 'Audit Recording Started'),
  securityAttributes: dcm('110136', 'User Security Attributes Changed'),
  overrideStarted: dcm('110127', 'Emergency Override Started'),
  overrideStopped: dcm('110138', 'Emergency Override Stopped'),
} as const;

/** Roles of who took part, CID 402. */
export const ROLE = {
  application: dcm('110150', 'Application'),
  launcher: dcm('110151', 'Application Launcher'),
  destination: dcm('110152', 'Destination Role ID'),
  source: dcm('110153', 'Source Role ID'),
  destinationMedia: dcm('110154', 'Destination Media'),
  sourceMedia: dcm('110155', 'Source Media'),
} as const;
