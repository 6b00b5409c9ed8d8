import { EVENT, TYPE } from './dicom-codes.ts';
import type { AuditCode } from './dicom-codes.ts';

/** What the subject of a record names. */
export type AuditAbout =
  | 'study'
  | 'report'
  | 'object'
  | 'measurement'
  | 'person'
  | 'site'
  | 'job'
  | 'alarm'
  | 'part'
  | 'trail'
  | 'destination'
  | 'other';

/** C create, R read, U update, D delete, E execute. */
export type AuditAction = 'C' | 'R' | 'U' | 'D' | 'E';

/** How one command of the station is said in the language of DICOM PS3.15 A.5. */
export interface AuditKind {
  readonly event: AuditCode;
  readonly type: AuditCode | null;
  readonly action: AuditAction;
  /** 0 success, 4 minor failure, 8 serious failure, 12 major failure. */
  readonly outcome: 0 | 4 | 8 | 12;
  readonly about: AuditAbout;
  /** As the audit screen says it. */
  readonly words: string;
  /** May stand in the evidence bundle of a report. Peer review never may. */
  readonly evidence: boolean;
}

type More = Partial<Pick<AuditKind, 'type' | 'outcome' | 'evidence'>>;

function kind(
  event: AuditCode,
  action: AuditAction,
  about: AuditAbout,
  words: string,
  { type = null, outcome = 0, evidence = false }: More = {},
): AuditKind {
  return { event, type, action, outcome, about, words, evidence };
}

const alert = (about: AuditAbout, words: string, type: AuditCode | null, more: More = {}): AuditKind =>
  kind(EVENT.alert, 'E', about, words, { type, ...more });
const shown: More = { evidence: true };

/**
 * Every named command of the station. A test walks the sources and fails when a command has no line here.
 * Events and codes are those of PS3.15 A.5.3; where none fits, the act is a use of a restricted function (110132).
 */
export const AUDIT_KINDS: Readonly<Record<string, AuditKind>> = {
  'station.start': kind(EVENT.application, 'E', 'other', 'Program started', { type: TYPE.start }),
  'station.stop': kind(EVENT.application, 'E', 'other', 'Program stopped', { type: TYPE.stop }),

  'access.unlock': kind(EVENT.authentication, 'E', 'person', 'Unlocked', { type: TYPE.login, evidence: true }),
  'access.unlockFailed': kind(EVENT.authentication, 'E', 'person', 'Failed unlock', { type: TYPE.login, outcome: 4 }),
  'access.lock': kind(EVENT.authentication, 'E', 'person', 'Locked', { type: TYPE.logout }),
  'access.confirmRecovery': alert('person', 'Recovery key confirmed', TYPE.securityAttributes),
  'access.setPassphrase': alert('person', 'Passphrase changed', TYPE.securityAttributes),
  'access.newRecoveryKey': alert('person', 'New recovery key', TYPE.securityAttributes),
  'access.setKeyStore': alert('person', 'Key store of the system as a way in', TYPE.securityAttributes),
  'access.setPolicy': alert('other', 'Policy of the store set', TYPE.securityConfiguration),
  'access.setFetchingHours': alert('person', 'Hours of fetching behind the lock set', TYPE.securityAttributes),
  'access.setIdleMinutes': alert('person', 'Time until the lock set', TYPE.securityAttributes),
  'forget.run': kind(EVENT.studyDeleted, 'D', 'other', 'Studies erased for good'),
  'keys.begin': alert('other', 'Keys of the store are to be changed', TYPE.securityConfiguration),
  'move.begin': alert('other', 'Store about to move to another machine', TYPE.securityConfiguration),
  'move.done': alert('other', 'Store moved to another machine', TYPE.securityConfiguration),
  'move.cancel': alert('other', 'Move of the store taken back', TYPE.securityConfiguration, { outcome: 4 }),
  'move.arrive': alert('other', 'Store taken over from another machine', TYPE.securityConfiguration),
  'keys.rewrite': kind(EVENT.import, 'U', 'other', 'Stored file of a former version written again'),
  'keys.rotate': alert('other', 'Keys of the store changed', TYPE.securityConfiguration),
  'people.add': alert('person', 'Person added', TYPE.securityAttributes),
  'people.firstAdministrator': alert('person', 'First administrator named', TYPE.securityAttributes),
  'people.setRoles': alert('person', 'Roles changed', TYPE.securityAttributes),
  'people.setPassphrase': alert('person', 'Passphrase of another set', TYPE.securityAttributes),
  'people.forget': alert('person', 'Former person erased', TYPE.securityAttributes),
  'people.revoke': alert('person', 'Person revoked', TYPE.securityAttributes),
  'signIn.grant': kind(EVENT.authentication, 'E', 'person', 'Signed in at the provider', {
    type: TYPE.login,
    evidence: true,
  }),
  'signIn.refused': kind(EVENT.authentication, 'E', 'person', 'Sign-in refused', { type: TYPE.login, outcome: 4 }),
  'signIn.end': kind(EVENT.authentication, 'E', 'person', 'Sign-in taken back by the provider', {
    type: TYPE.logout,
    outcome: 4,
  }),
  'signIn.setProvider': alert('other', 'Identity provider set', TYPE.securityConfiguration),
  'access.emergencySearch': alert('other', 'Studies looked for in an emergency', TYPE.restricted, { outcome: 4 }),
  'access.breakGlass': alert('study', 'Emergency access', TYPE.overrideStarted, { outcome: 4, evidence: true }),
  'access.breakGlassEnded': alert('study', 'Emergency access ended', TYPE.overrideStopped, shown),
  'access.breakGlassReviewed': alert('study', 'Emergency access reviewed', TYPE.restricted),

  'worklist.search': kind(EVENT.query, 'E', 'other', 'Studies searched'),
  'study.open': kind(EVENT.accessed, 'R', 'study', 'Study opened', shown),
  'study.close': kind(EVENT.accessed, 'R', 'study', 'Study closed', shown),
  'study.preview': kind(EVENT.accessed, 'R', 'study', 'Study previewed', shown),
  'reading.measurement': kind(EVENT.accessed, 'U', 'measurement', 'Measurement changed', shown),
  'reading.calibrate': kind(EVENT.accessed, 'U', 'study', 'Series calibrated by a known length', shown),
  'reading.useValueMap': kind(
    EVENT.accessed,
    'U',
    'study',
    'Values of a series read by a map of another object',
    shown,
  ),
  'reading.registration': kind(
    EVENT.accessed,
    'U',
    'study',
    'Pictures read by a registration, or by it no more',
    shown,
  ),
  'reading.lesion': kind(EVENT.accessed, 'U', 'study', 'Lesion of the ledger entered or taken back', shown),
  'reading.keyObject': kind(EVENT.accessed, 'C', 'study', 'Key images written as an object', shown),
  'reading.export': kind(EVENT.export, 'R', 'study', 'Measurements, key images or views exported', shown),
  'reading.segmentation': kind(EVENT.accessed, 'C', 'study', 'Regions kept as a segmentation', shown),
  'reading.view': kind(EVENT.accessed, 'C', 'study', 'View kept as a presentation state', shown),

  'archive.import': kind(EVENT.import, 'C', 'job', 'Import finished'),
  'archive.ingest': kind(EVENT.import, 'C', 'study', 'Objects imported', shown),
  'study.samePerson': kind(EVENT.patientRecord, 'U', 'study', 'Priors of another issuer linked or taken back', shown),
  'study.identityAnswer': kind(EVENT.patientRecord, 'U', 'study', 'Answer of the site, whose study it is', shown),
  'archive.reject': kind(EVENT.accessed, 'U', 'study', 'Images rejected by the site', shown),
  'archive.exportObject': kind(EVENT.export, 'R', 'object', 'Object exported', shown),
  'archive.exportTeaching': kind(EVENT.export, 'R', 'study', 'De-identified pictures exported for teaching', shown),
  'archive.exportFrames': kind(EVENT.export, 'R', 'object', 'Pixel values exported', shown),
  'site.add': kind(EVENT.patientRecord, 'C', 'site', 'Site added'),

  'source.add': alert('site', 'Source added', TYPE.configuration),
  'source.change': alert('site', 'Source changed', TYPE.configuration),
  'source.remove': alert('site', 'Source removed', TYPE.configuration),
  'source.adopt': alert('site', 'Sources of a site profile taken over', TYPE.configuration),
  'source.renewSecrets': alert('site', 'Token of a source renewed', TYPE.configuration),
  'source.pause': alert('site', 'Transfers of a source paused or let go on', TYPE.configuration),
  'source.testStore': alert('site', 'Test object stored at a source', TYPE.configuration),
  'source.query': kind(EVENT.query, 'E', 'site', 'Source asked for studies'),

  'imagingOrder.receive': kind(EVENT.orderRecord, 'C', 'other', 'Imaging order received'),
  'imagingOrder.change': kind(EVENT.orderRecord, 'U', 'other', 'Imaging order changed by the site'),
  'imagingOrder.cancel': kind(EVENT.orderRecord, 'U', 'other', 'Imaging order cancelled by the site'),
  'imagingOrder.patient': kind(EVENT.patientRecord, 'U', 'other', 'Patient of imaging orders corrected by the site'),
  'imagingOrder.merge': kind(EVENT.patientRecord, 'U', 'other', 'Patient ids merged by the site'),
  'priorReport.receive': kind(EVENT.patientRecord, 'C', 'other', 'Report of another system received'),
  'imagingOrder.refused': kind(EVENT.orderRecord, 'E', 'other', 'Message about an imaging order refused', {
    outcome: 4,
  }),
  'receiver.refused': alert('other', 'Caller turned away at the receiver', TYPE.nodeAuthentication, {
    outcome: 4,
  }),
  'imagingOrder.setFeeds': alert('other', 'Senders of imaging orders set', TYPE.configuration),

  'transfer.ask': kind(EVENT.beginTransfer, 'E', 'other', 'Study asked for at its source'),
  'transfer.end': kind(EVENT.transferred, 'C', 'other', 'Fetching from a source ended'),
  'transfer.expect': kind(EVENT.query, 'E', 'other', 'Source told what it has of a study'),
  'transfer.meter': alert('other', 'Lines paid by the byte used ahead for a time, or not any more', TYPE.configuration),
  'transfer.stray': alert('other', 'Object of another patient or study kept apart', null, { outcome: 8 }),

  'prefetch.change': alert('other', 'Settings of fetching ahead changed', TYPE.configuration),
  'prefetch.pin': kind(EVENT.procedureRecord, 'U', 'other', 'Study pinned, or not any more'),
  'prefetch.look': kind(EVENT.query, 'E', 'other', 'Source asked for priors of a patient'),
  'prefetch.rate': alert('other', 'Rate of a line measured', TYPE.configuration),
  'prefetch.evict': kind(EVENT.studyDeleted, 'D', 'study', 'Images of a study let go; its site has them'),

  'report.create': kind(EVENT.procedureRecord, 'C', 'report', 'Report begun', shown),
  'report.amend': kind(EVENT.procedureRecord, 'C', 'report', 'Addendum begun', shown),
  'report.finalise': kind(EVENT.procedureRecord, 'C', 'report', 'Preliminary report taken up', shown),
  'report.correct': kind(EVENT.procedureRecord, 'C', 'report', 'Correction begun', shown),
  'report.together': kind(EVENT.procedureRecord, 'U', 'report', 'Studies of a report chosen', shown),
  'report.discard': kind(EVENT.procedureRecord, 'D', 'report', 'Draft discarded', shown),
  'report.sign': kind(EVENT.procedureRecord, 'U', 'report', 'Report signed', shown),
  'report.signRefused': alert('report', 'Signature refused', TYPE.restricted, { outcome: 8, evidence: true }),
  'report.export': kind(EVENT.export, 'R', 'report', 'Report exported', shown),
  'report.pdf-stored': kind(EVENT.procedureRecord, 'U', 'report', 'PDF stored', shown),

  'communication.open': kind(EVENT.procedureRecord, 'C', 'study', 'Finding to be told was opened', shown),
  'addendum.end': kind(EVENT.procedureRecord, 'U', 'study', 'Addendum that was asked for is not needed', shown),
  'communication.add': kind(EVENT.procedureRecord, 'U', 'study', 'Telling of a finding was logged', shown),
  'followUp.confirm': kind(EVENT.procedureRecord, 'C', 'study', 'Recommendation of a report is followed up', shown),
  'followUp.export': kind(EVENT.export, 'R', 'person', 'List of recommendations exported', shown),
  'followUp.end': kind(EVENT.procedureRecord, 'U', 'study', 'Recommendation was done or given up', shown),

  'handover.grade': kind(
    EVENT.procedureRecord,
    'U',
    'report',
    'Difference from a preliminary report was graded',
    shown,
  ),

  'hold.begin': kind(EVENT.procedureRecord, 'U', 'study', 'Case given back to its site until something comes', shown),
  'hold.end': kind(EVENT.procedureRecord, 'U', 'study', 'Case that was on hold taken up again', shown),

  'claim.step': kind(
    EVENT.procedureRecord,
    'U',
    'study',
    'Reading task of a site taken, given back or completed',
    shown,
  ),
  'review.newKey': kind(EVENT.procedureRecord, 'C', 'other', 'Key of second readings made'),
  'review.nameReaders': kind(EVENT.procedureRecord, 'C', 'other', 'Readers got pseudonyms'),
  'review.openNames': kind(EVENT.query, 'R', 'other', 'Pseudonyms of readers looked up'),
  'review.saveProgramme': kind(EVENT.procedureRecord, 'C', 'other', 'Programme of second readings saved'),
  'review.setNumber': kind(EVENT.procedureRecord, 'U', 'other', 'Number of a physician at the registry set'),
  'review.export': kind(EVENT.export, 'R', 'other', "Registry's file of second readings written"),
  'review.exportFigures': kind(EVENT.export, 'R', 'other', 'Figures of second readings written to a file'),
  'review.noteReports': kind(EVENT.procedureRecord, 'C', 'other', 'Reports noted to draw from'),
  'review.linkStudies': kind(EVENT.procedureRecord, 'U', 'other', 'Studies given to reports to draw from'),
  'review.flag': kind(EVENT.procedureRecord, 'U', 'other', 'Report marked to be drawn on purpose'),
  'review.draw': kind(EVENT.procedureRecord, 'C', 'other', 'Cases drawn for second reading'),
  'review.move': kind(EVENT.procedureRecord, 'U', 'other', 'Second reading moved on'),
  'review.meetPrior': kind(
    EVENT.procedureRecord,
    'C',
    'other',
    'Report met while its follow-up was read, for second reading',
  ),
  'review.beginCopy': kind(EVENT.procedureRecord, 'C', 'other', 'Copy without a name begun'),
  'review.saveConference': kind(EVENT.procedureRecord, 'U', 'other', 'Conference list saved'),
  'review.endCopy': kind(EVENT.procedureRecord, 'U', 'other', 'Copy without a name made'),
  'review.newExchangeKey': kind(EVENT.procedureRecord, 'C', 'other', 'Key for review packages made'),
  'review.enrol': kind(EVENT.procedureRecord, 'C', 'other', 'Person of another station enrolled for second readings'),
  'review.revokePeer': kind(EVENT.procedureRecord, 'D', 'other', 'Person of another station no longer trusted'),
  'review.sendPackage': kind(EVENT.procedureRecord, 'R', 'other', 'Review package made'),
  'review.sendAgain': kind(EVENT.procedureRecord, 'U', 'other', 'Review package is to be made again'),
  'review.takePackage': kind(EVENT.procedureRecord, 'C', 'other', 'Review package taken'),
  'review.addNode': kind(EVENT.procedureRecord, 'C', 'other', 'Node for second readings set up'),
  'review.removeNode': kind(EVENT.procedureRecord, 'D', 'other', 'Node for second readings removed'),
  'review.mailPackage': kind(EVENT.procedureRecord, 'R', 'other', 'Review package sent to a node'),
  'review.takeMail': kind(EVENT.procedureRecord, 'C', 'other', 'Review package fetched from a node'),
  'review.takeCopy': kind(EVENT.procedureRecord, 'C', 'other', 'Pictures of a review package begun'),

  'outbox.deliver': kind(EVENT.export, 'R', 'report', 'Result delivered to its site', shown),
  'outbox.refuse': kind(EVENT.export, 'R', 'report', 'Result refused by its site', { outcome: 4, evidence: true }),
  'outbox.hold': kind(EVENT.procedureRecord, 'U', 'report', 'Result held: the site changed something', {
    outcome: 4,
    evidence: true,
  }),
  'outbox.release': kind(EVENT.procedureRecord, 'U', 'report', 'Held result let go', shown),
  'outbox.retry': kind(EVENT.procedureRecord, 'U', 'report', 'Result to be sent again', shown),
  'outbox.drop': kind(EVENT.procedureRecord, 'D', 'report', 'Result taken out of the outbox', {
    outcome: 4,
    evidence: true,
  }),
  'outbox.answer': kind(EVENT.procedureRecord, 'U', 'report', 'A person says whether the site has a result', shown),
  'outbox.resend': kind(EVENT.procedureRecord, 'U', 'report', 'Delivered result to be sent once more', shown),
  'outbox.commit': kind(EVENT.export, 'R', 'report', 'The archive answers for keeping a result', shown),
  'outbox.notCommitted': kind(EVENT.export, 'R', 'report', 'The archive does not answer for keeping a result', {
    outcome: 4,
    evidence: true,
  }),
  'outbox.askAgain': kind(
    EVENT.procedureRecord,
    'U',
    'report',
    'The archive is asked again whether it keeps a result',
    shown,
  ),
  'outbox.sendUnsent': kind(EVENT.procedureRecord, 'U', 'destination', 'Reports from before it go to a destination'),
  'outbox.leave': kind(EVENT.procedureRecord, 'U', 'site', 'Reports that nobody was sent are left here'),
  'destination.add': alert('destination', 'Destination of results added', TYPE.configuration),
  'destination.change': alert('destination', 'Destination of results changed', TYPE.configuration),
  'context.tell': alert('study', 'Told a program of this computer what became of a case', null),
  'message.test': alert('destination', 'Test message sent to a destination', TYPE.configuration),
  'destination.remove': alert('destination', 'Destination of results removed', TYPE.configuration),

  'profile.apply': alert('site', 'Site profile applied', TYPE.securityConfiguration),
  'profile.export': alert('site', 'Site profile exported', TYPE.restricted),
  'profile.refused': alert('site', 'Site profile refused', TYPE.securityConfiguration, { outcome: 8 }),
  'profile.statePlace': alert('person', 'Place of reading stated', TYPE.securityAttributes),
  'hanging.save': alert('other', 'Hanging protocol saved', TYPE.configuration),
  'hanging.remove': alert('other', 'Hanging protocol removed', TYPE.configuration),
  'hanging.restore': alert('other', 'Earlier hanging protocol brought back', TYPE.configuration),
  'hanging.switch': alert('other', 'Hanging protocol switched on or off', TYPE.configuration),
  'hanging.import': alert('other', 'Hanging protocols taken over from a file', TYPE.configuration),
  'hanging.answerHabit': kind(EVENT.application, 'U', 'other', 'Learned preference declined'),
  'hanging.forgetHabits': kind(EVENT.application, 'D', 'other', 'Learned preferences forgotten'),
  'hanging.export': kind(EVENT.export, 'R', 'other', 'Hanging protocols exported'),
  'templates.save': alert('other', 'Report template saved', TYPE.configuration),
  'templates.import': alert('other', 'Report template taken over from a file', TYPE.configuration),
  'templates.remove': alert('other', 'Report template removed', TYPE.configuration),
  'templates.restore': alert('other', 'Earlier report template brought back', TYPE.configuration),
  'templates.export': kind(EVENT.export, 'R', 'other', 'Report template exported'),
  'hanging.setGroups': alert('person', 'Groups of a person set', TYPE.configuration),
  'order.refused': alert('site', 'Order of a site refused', TYPE.securityConfiguration, { outcome: 8 }),
  'order.fail': alert('site', 'Order of a site not carried out', TYPE.securityConfiguration, { outcome: 4 }),
  'order.wait': alert('site', 'Order of a site waits for unsigned work', TYPE.securityConfiguration, { outcome: 4 }),
  'order.hold': alert('site', 'Station held by order of a site', TYPE.securityConfiguration),
  'order.lift': alert('site', 'Hold lifted by order of a site', TYPE.securityConfiguration),
  'order.revoke': alert('site', 'Person revoked by order of a site', TYPE.securityAttributes),
  'order.wipeSite': kind(EVENT.studyDeleted, 'D', 'site', 'Studies erased by order of their site'),
  'retention.note': alert('study', 'Noted how long a study is kept', TYPE.restricted),
  'retention.purge': kind(EVENT.studyDeleted, 'D', 'study', 'Study erased by the rule of its site'),
  'signIn.setCertificate': alert('other', 'Certificate for the identity provider set', TYPE.securityConfiguration),
  'residency.refused': alert('study', 'Refused: a study stays in its region', TYPE.restricted, { outcome: 8 }),

  'store.create': kind(EVENT.application, 'E', 'person', 'Store made', { type: TYPE.recordingStarted }),
  'store.recover': alert('part', 'Part of the store made anew', TYPE.software, { outcome: 4 }),
  'store.quarantine': alert('object', 'Object quarantined', null, { outcome: 8, evidence: true }),
  'store.heal': kind(EVENT.import, 'U', 'object', 'Damaged object replaced', shown),
  'station.check': kind(EVENT.application, 'C', 'other', 'Check of this station put on record'),
  'station.exportCheck': kind(EVENT.export, 'R', 'other', 'Record of a check of this station exported'),
  'controls.save': kind(EVENT.application, 'U', 'person', 'Keys, mouse and devices of a person changed'),
  'controls.allowDevice': alert('person', 'Device of a person allowed', TYPE.restricted),
  'controls.refuseDevice': alert('person', 'Device of a person not allowed any more', TYPE.restricted),
  'controls.export': kind(EVENT.export, 'R', 'person', 'Keys, mouse and devices of a person exported'),
  'speech.useModel': alert('person', 'Model of speech taken in use', TYPE.restricted),
  'speech.forgetModel': alert('person', 'Model of speech not used any more', TYPE.restricted),
  'macro.save': kind(EVENT.application, 'U', 'person', 'Macro of a person changed'),
  'macro.remove': kind(EVENT.application, 'D', 'person', 'Macro of a person removed'),
  'macro.import': kind(EVENT.import, 'C', 'person', 'Macros of a person brought in'),
  'macro.export': kind(EVENT.export, 'R', 'person', 'Macros of a person exported'),
  'store.backup': kind(EVENT.export, 'R', 'job', 'Backup made'),

  'security.alert': alert('alarm', 'Security alert', null, { outcome: 8 }),
  'security.acknowledge': alert('alarm', 'Alarm acknowledged', TYPE.restricted),
  'security.checked': alert('study', 'Study compared with its source', TYPE.restricted),

  'audit.read': kind(EVENT.logUsed, 'R', 'trail', 'Audit trail read'),
  'audit.verify': kind(EVENT.logUsed, 'R', 'trail', 'Audit trail verified'),
  'audit.export': kind(EVENT.logUsed, 'R', 'trail', 'Audit trail exported'),
  'audit.bundle': kind(EVENT.export, 'R', 'report', 'Evidence bundle made', shown),
  'audit.seal': kind(EVENT.logUsed, 'U', 'trail', 'Audit trail sealed'),
  'people.bindSignatureKey': alert(
    'other',
    'Keys to sign reports sealed for the passphrase of their person',
    TYPE.securityConfiguration,
  ),
  'people.newSignatureKey': alert('other', 'Key made with which a person signs reports', TYPE.securityConfiguration),
  'audit.newKey': alert('other', 'Key of the station made', TYPE.securityConfiguration),
  'audit.destination': alert('destination', 'Audit destination set', TYPE.configuration),
};

/** Of a record that this program does not know: it was written by another version. */
const UNKNOWN = alert('other', 'Unknown act', TYPE.restricted);

/** Records of peer review stay in the store: no export, no receiver and no bundle has what they say. */
export function isPeerReview(command: string): boolean {
  return command.startsWith('review.');
}

export function auditKind(command: string): AuditKind {
  return Object.hasOwn(AUDIT_KINDS, command) ? (AUDIT_KINDS[command] ?? UNKNOWN) : UNKNOWN;
}
