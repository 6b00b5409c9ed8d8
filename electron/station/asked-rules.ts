import type { StudyId } from '../../shared/model/ids.ts';
import type { PatientDoubt } from '../../shared/model/patient-doubt.ts';
import { undoSeconds } from '../../shared/report/undo.ts';
import { doubtReasons } from '../../shared/rules/patient-doubt.ts';
import { addReasons } from '../../shared/rules/sign-permission/permission.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import type { SignatureKey } from './access/signature-key.ts';
import type { CommunicationBook } from './reporting/communications.ts';
import type { ReportingOptions } from './reporting/reporting-options.ts';
import type { ReportPictures } from './report-pictures.ts';
import type { SiteLines } from './site-lines.ts';

export interface AskedRulesParts {
  readonly rules: Pick<
    StudyRules,
    'permission' | 'requireMayLeave' | 'profileOf' | 'enrolledBy' | 'checks' | 'letterhead'
  >;
  readonly lines: Pick<SiteLines, 'imagingOrders' | 'atSigning' | 'holds' | 'isUrgent'>;
  readonly doubt: (studyId: StudyId) => PatientDoubt;
  /** Of whoever is at work. */
  readonly key: SignatureKey;
  readonly communications: Pick<CommunicationBook, 'ofStudy'>;
  readonly pictures: ReportPictures;
}

export type AskedRules = Pick<
  ReportingOptions,
  | 'ordered'
  | 'permission'
  | 'siteChecks'
  | 'letterhead'
  | 'requireMayLeave'
  | 'undo'
  | 'askSite'
  | 'keys'
  | 'keyImages'
  | 'pictures'
>;

/** What the site's profile allows, what the study's imaging orders say about it, and what its site said when it was asked. */
export function askedOf({ rules, lines, doubt, key, communications, pictures }: AskedRulesParts): AskedRules {
  const { imagingOrders, atSigning, holds, isUrgent } = lines;
  return {
    ...pictures,
    ordered: (studyId) => imagingOrders.ofStudy(studyId).order?.asked?.procedures ?? [],
    permission: (studyId) => {
      const said = atSigning.reasons(studyId);
      const codes = new Set(said.map(({ code }) => code));
      // What the site has just said of its patient counts, not what it said before.
      const known = doubtReasons(doubt(studyId)).filter(({ code }) => !codes.has(code));
      const reasons = [...said, ...known, ...holds.signReasons(studyId)];
      return addReasons(imagingOrders.withReasons(studyId, rules.permission(studyId)), reasons);
    },
    requireMayLeave: (studyId, way) => rules.requireMayLeave(studyId, way),
    siteChecks: (studyId) => rules.checks(studyId),
    letterhead: (studyId) => rules.letterhead(studyId),
    undo: (studyId, wanted) =>
      undoSeconds({
        wanted,
        site: rules.profileOf(studyId)?.profile.signing.undoSeconds ?? null,
        isUrgent: isUrgent(studyId),
        isCritical: communications.ofStudy(studyId).length > 0,
      }),
    askSite: (studyId) => atSigning.ask(studyId),
    keys: {
      sign: (text) => key.sign(text),
      current: () => key.current(),
      enrolledBy: (studyId, personId, publicKey) => rules.enrolledBy(studyId, personId, publicKey),
    },
  };
}
