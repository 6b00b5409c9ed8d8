/*
 * 200 cases with the answer that the rule in words gives; the function was not asked. A line:
 *   person | order | what the site wants | when and where => allowed : codes without "permission/"
 * Terms are FROM..LAST DAY, either end may be missing. Without a word for it: noon of 2026-11-22 in UTC, by the clock of
 * UTC, under a profile of 2020 to 2040, the place not said. 7 days on is 11-29, 30 days 12-22, 90 days 2027-02-20.
 */
const LICENCE = `
L US-PA ..2028-01-01 | in US-PA | L else preliminary | - => final
- | in US-PA | L else preliminary | - => preliminary : licence-missing
- | in US-PA | L else view | - => view : licence-missing
L US-NJ ..2028-01-01 | in US-PA | L else preliminary | - => preliminary : licence-missing
L US ..2028-01-01 | in US-PA | L else preliminary | - => preliminary : licence-missing
L US-PA .. | in US | L else preliminary | - => preliminary : licence-missing
L US-PA .. | in US-PA | L else preliminary | - => final
L US-PA ..2026-11-21 | in US-PA | L else preliminary | - => preliminary : licence-expired
L US-PA ..2026-11-22 | in US-PA | L else preliminary | - => final : licence-ends-7
L US-PA ..2026-11-23 | in US-PA | L else preliminary | - => final : licence-ends-7
L US-PA ..2026-11-29 | in US-PA | L else preliminary | - => final : licence-ends-7
L US-PA ..2026-11-30 | in US-PA | L else preliminary | - => final : licence-ends-30
L US-PA ..2026-12-22 | in US-PA | L else preliminary | - => final : licence-ends-30
L US-PA ..2026-12-23 | in US-PA | L else preliminary | - => final : licence-ends-90
L US-PA ..2027-02-20 | in US-PA | L else preliminary | - => final : licence-ends-90
L US-PA ..2027-02-21 | in US-PA | L else preliminary | - => final
L US-PA 2026-11-22.. | in US-PA | L else preliminary | - => final
L US-PA 2026-11-23.. | in US-PA | L else preliminary | - => preliminary : licence-not-yet
L US-PA 2026-11-23..2028-01-01 | in US-PA | L else view | - => view : licence-not-yet
L US-PA ..2026-11-21; L US-PA ..2028-01-01 | in US-PA | L else preliminary | - => final
L US-PA ..2026-11-21; L US-PA 2026-12-01.. | in US-PA | L else preliminary | - => preliminary : licence-expired
L US-PA ..2026-11-27; L US-PA ..2028-01-01 | in US-PA | L else preliminary | - => final
L US-PA ..2026-11-27; L US-PA ..2026-12-12 | in US-PA | L else preliminary | - => final : licence-ends-30
L US-NJ ..2026-11-21; L US-PA ..2028-01-01 | in US-PA | L else preliminary | - => final
nobody | in US-PA | L else preliminary | - => preliminary : licence-missing, reader-not-named
nobody | in US-PA | L else view | - => view : licence-missing, reader-not-named
L US-PA .. | - | L else preliminary | - => preliminary : jurisdiction-unknown
L US-PA .. | - | L else view | - => view : jurisdiction-unknown
- | - | L else preliminary | - => preliminary : jurisdiction-unknown
L DE .. | in DE-BY | L else preliminary; DE-BY takes DE | - => final
L DE .. | in DE-BE | L else preliminary; DE-BY takes DE | - => preliminary : licence-missing
L AT .. | in DE-BY | L else preliminary; DE-BY takes DE,AT | - => final
L DE-BY .. | in DE-BY | L else preliminary; DE-BY takes DE | - => final
L DE ..2026-11-21 | in DE-BY | L else preliminary; DE-BY takes DE | - => preliminary : licence-expired
L DE ..2026-11-21; L AT .. | in DE-BY | L else preliminary; DE-BY takes DE,AT | - => final
L DE ..2026-11-25; L DE-BY ..2026-12-10 | in DE-BY | L else view; DE-BY takes DE | - => final : licence-ends-30
L DE .. | in DE-BY | L else preliminary; DE-BY takes AT; DE-BY takes DE | - => final
L CH .. | in DE-BY | L else view; DE-BY takes DE | - => view : licence-missing
- | in US-PA | - | - => final
L US-PA ..2020-01-01 | in US-PA | - | - => final
nobody | in US-PA | - | - => final : reader-not-named
L US-NY ..2026-11-22 | in US-NY | L else view | at 2026-11-23T03:00:00Z; zone America/New_York => final : licence-ends-7
L US-NY ..2026-11-22 | in US-NY | L else view | at 2026-11-23T03:00:00Z => view : licence-expired
L JP ..2026-11-22 | in JP | L else view | at 2026-11-22T15:00:00Z; zone Asia/Tokyo => view : licence-expired
L JP ..2026-11-22 | in JP | L else view | at 2026-11-22T14:59:59Z; zone Asia/Tokyo => final : licence-ends-7
L KI ..2026-11-22 | in KI | L else view | at 2026-11-22T09:59:59Z; zone ? => final : licence-ends-7
L KI ..2026-11-22 | in KI | L else view | at 2026-11-22T10:00:00Z; zone ? => view : licence-expired
L KI 2026-11-22.. | in KI | L else view | at 2026-11-22T11:59:59Z; zone ? => view : licence-not-yet
L KI 2026-11-22.. | in KI | L else view | at 2026-11-22T12:00:00Z; zone ? => final
L KI ..2026-11-22 | in KI | L else view | at 2026-11-22T10:00:00Z; zone Pacific/Kiritimati => view : licence-expired
L FR ..2028-02-29 | in FR | L else view | at 2028-02-29T12:00:00Z => final : licence-ends-7
L FR ..2028-02-29 | in FR | L else view | at 2028-03-01T12:00:00Z => view : licence-expired
L FR ..2027-01-01 | in FR | L else view | at 2026-12-31T23:59:59Z => final : licence-ends-7
L FR ..2026-02-30 | in FR | L else view | - => view : licence-expired
L FR 2026-02-30.. | in FR | L else view | - => view : licence-not-yet
L FR .. | in FR | L else preliminary | at some time => view : clock-unknown
L FR ..2026-11-22 | in FR | L else view | at 2026-11-22T09:00:00Z; zone Mars/Olympus => final : licence-ends-7
L FR ..2026-11-22 | in FR | L else view | at 2026-11-22T10:00:00Z; zone Mars/Olympus => view : licence-expired
L US-NY ..2026-10-31 | in US-NY | L else view | at 2026-11-01T04:30:00Z; zone America/New_York => view : licence-expired
L US-NY ..2026-10-31 | in US-NY | L else view | at 2026-11-01T03:30:00Z; zone America/New_York => final : licence-ends-7
`;

const PRIVILEGE = `
V st-anna .. | at st-anna | V else view | - => final
- | at st-anna | V else view | - => view : privilege-missing
V st-olav .. | at st-anna | V else view | - => view : privilege-missing
- | at st-anna | V else preliminary | - => preliminary : privilege-missing
V st-anna ..2026-11-21 | at st-anna | V else view | - => view : privilege-expired
V st-anna ..2026-11-22 | at st-anna | V else view | - => final : privilege-ends-7
V st-anna ..2026-11-30 | at st-anna | V else view | - => final : privilege-ends-30
V st-anna ..2027-02-20 | at st-anna | V else view | - => final : privilege-ends-90
V st-anna ..2027-02-21 | at st-anna | V else view | - => final
V st-anna 2026-11-23.. | at st-anna | V else view | - => view : privilege-not-yet
V st-anna .. | - | V else view | - => view : hospital-unknown
V st-anna .. | - | V else preliminary | - => preliminary : hospital-unknown
nobody | at st-anna | V else view | - => view : privilege-missing, reader-not-named
V St-Anna .. | at st-anna | V else view | - => view : privilege-missing
V st-anna ..; V st-olav .. | at st-olav | V else view | - => final
V st-anna ..2026-11-01; V st-anna 2026-11-02..2028-01-01 | at st-anna | V else view | - => final
- | at st-anna | - | - => final
L SE ..; V st-anna .. | in SE; at st-anna | L else preliminary; V else view | - => final
V st-anna .. | in SE; at st-anna | L else preliminary; V else view | - => preliminary : licence-missing
L SE .. | in SE; at st-anna | L else preliminary; V else view | - => view : privilege-missing
- | in SE; at st-anna | L else preliminary; V else view | - => view : licence-missing, privilege-missing
- | in SE; at st-anna | L else view; V else preliminary | - => view : licence-missing, privilege-missing
L SE ..2026-11-27; V st-anna ..2026-12-12 | in SE; at st-anna | L else view; V else view | - => final : licence-ends-7, privilege-ends-30
L SE ..2026-11-21; V st-anna ..2026-11-27 | in SE; at st-anna | L else preliminary; V else view | - => preliminary : licence-expired, privilege-ends-7
`;

const PLACE = `
- | - | P US else preliminary | from US => final
- | - | P US else preliminary | from US-PA => final
- | - | P US else preliminary | from DE => preliminary : place-elsewhere
- | - | P US else view | from DE => view : place-elsewhere
- | - | P US else preliminary | - => preliminary : place-unknown
- | - | P US else view | - => view : place-unknown
- | - | P US-PA else preliminary | from US => preliminary : place-elsewhere
- | - | P US-PA else preliminary | from US-PA => final
- | - | P US-PA else preliminary | from US-NJ => preliminary : place-elsewhere
- | - | P US,PR else preliminary | from PR => final
- | - | P US else preliminary | from UM => preliminary : place-elsewhere
- | - | P DE,FR,IT else view | from FR-IDF => final
- | - | P DE,FR,IT else view | from CH => view : place-elsewhere
- | - | - | from KP => final
nobody | - | P US else preliminary | from US => final : reader-not-named
L US-PA .. | in US-PA | L else view; P US else preliminary | from DE => preliminary : place-elsewhere
- | in US-PA | L else view; P US else preliminary | from US => view : licence-missing
- | in US-PA | L else preliminary; P US else view | from DE => view : licence-missing, place-elsewhere
L US-PA ..2026-11-21 | in US-PA | L else preliminary; P US else preliminary | - => preliminary : licence-expired, place-unknown
- | - | P GB else preliminary | from GB-SCT => final
- | - | P GB-SCT else preliminary | from GB-ENG => preliminary : place-elsewhere
- | - | P AU else preliminary | from AT => preliminary : place-elsewhere
L US-HI ..; V st-anna .. | in US-HI; at st-anna | L else view; V else view; P US else preliminary | from US-HI => final
L US-PA ..2026-11-25 | in US-PA | L else view; P US else preliminary | from DE => preliminary : licence-ends-7, place-elsewhere
- | - | P US else preliminary | from MX-BCN => preliminary : place-elsewhere
- | - | P CA-ON,CA-QC else view | from CA-QC => final
`;

const PAYER = `
- | by medicare | Y medicare P US else preliminary | from US-FL => final
- | by medicare | Y medicare P US else preliminary | from DE => preliminary : payer-place-elsewhere
- | by medicare | Y medicare P US else preliminary | - => preliminary : payer-place-unknown
- | by medicare | Y medicare P US else view | from DE => view : payer-place-elsewhere
- | by aetna | Y medicare P US else preliminary | from DE => final
- | - | Y medicare P US else preliminary | from US => final : payer-unknown
- | - | Y medicare P US else preliminary | from DE => final : payer-unknown
- | - | - | from DE => final
E medicare .. | by medicare | Y medicare E else view | - => final
- | by medicare | Y medicare E else view | - => view : enrolment-missing
E aetna .. | by medicare | Y medicare E else view | - => view : enrolment-missing
E medicare ..2026-11-21 | by medicare | Y medicare E else view | - => view : enrolment-expired
E medicare ..2026-11-29 | by medicare | Y medicare E else view | - => final : enrolment-ends-7
E medicare ..2026-12-22 | by medicare | Y medicare E else view | - => final : enrolment-ends-30
E medicare ..2027-02-20 | by medicare | Y medicare E else view | - => final : enrolment-ends-90
E medicare 2026-12-01.. | by medicare | Y medicare E else view | - => view : enrolment-not-yet
- | by medicare | Y medicare E else preliminary | - => preliminary : enrolment-missing
E medicare .. | by medicare | Y medicare P US else preliminary E else view | from US => final
- | by medicare | Y medicare P US else preliminary E else view | from US => view : enrolment-missing
E medicare .. | by medicare | Y medicare P US else preliminary E else view | from DE => preliminary : payer-place-elsewhere
- | by medicare | Y medicare P US else preliminary E else view | from DE => view : enrolment-missing, payer-place-elsewhere
- | by aetna | Y medicare P US else preliminary; Y aetna E else view | from DE => view : enrolment-missing
- | by medicare | Y medicare P US else preliminary; Y medicare E else view | from US => view : enrolment-missing
E medicare .. | by medicare | Y medicare P US else preliminary; Y medicare E else view | from DE => preliminary : payer-place-elsewhere
nobody | by medicare | Y medicare E else preliminary | - => preliminary : enrolment-missing, reader-not-named
- | in US-FL | L else preliminary; Y medicare E else view | - => preliminary : licence-missing, payer-unknown
- | by Medicare | Y medicare E else view | - => final
- | by medicare | P US,DE else view; Y medicare P US else preliminary | from DE => preliminary : payer-place-elsewhere
- | by medicare | P US else view; Y medicare P US else preliminary | from DE => view : payer-place-elsewhere, place-elsewhere
- | by medicare | P US else preliminary; Y medicare P US else preliminary | - => preliminary : payer-place-unknown, place-unknown
`;

const SUBSPECIALTY = `
S neuro | mod MR; body BRAIN | S neuro for MR of BRAIN else view | - => final
- | mod MR; body BRAIN | S neuro for MR of BRAIN else view | - => view : subspecialty
- | mod MR; body BRAIN | S neuro for MR of BRAIN else warning | - => final : subspecialty
- | mod MR; body BRAIN | S neuro for MR of BRAIN else preliminary | - => preliminary : subspecialty
- | mod CT; body BRAIN | S neuro for MR of BRAIN else view | - => final
- | mod MR; body KNEE | S neuro for MR of BRAIN else view | - => final
- | mod MR; body KNEE | S neuro for MR else view | - => view : subspecialty
- | mod CT; body BRAIN | S neuro of BRAIN else view | - => view : subspecialty
- | mod US | S rad else warning | - => final : subspecialty
S head | mod MR; body BRAIN | S neuro,head for MR of BRAIN else view | - => final
S msk | mod MR; body BRAIN | S neuro,head for MR of BRAIN else view | - => view : subspecialty
- | mod MR; body brain | S neuro for MR of BRAIN else view | - => view : subspecialty
- | mod mr; body BRAIN | S neuro for MR of BRAIN else view | - => view : subspecialty
- | - | S neuro for MR else view | - => final
- | mod MR | S neuro for MR of BRAIN else view | - => final
- | mod CT,MR; body BRAIN,NECK | S neuro for MR of BRAIN else view | - => view : subspecialty
S neuro | mod MR; body KNEE | S neuro for MR of BRAIN else view; S msk for MR of KNEE else warning | - => final : subspecialty
S msk | mod MR; body BRAIN,KNEE | S neuro for MR of BRAIN else view; S msk for MR of KNEE else warning | - => view : subspecialty
- | mod MR; body BRAIN,KNEE | S neuro for MR of BRAIN else view; S msk for MR of KNEE else warning | - => view : subspecialty, subspecialty
nobody | mod MR; body BRAIN | S neuro for MR of BRAIN else view | - => view : reader-not-named, subspecialty
S Neuro | mod MR; body BRAIN | S neuro for MR of BRAIN else view | - => view : subspecialty
- | in SE; mod MR | L else preliminary; S neuro for MR else warning | - => preliminary : licence-missing, subspecialty
S neuro; L SE .. | in SE; mod MR | L else preliminary; S neuro for MR else warning | - => final
L SE ..2026-11-24 | in SE; mod MR | L else preliminary; S neuro for MR else warning | - => final : licence-ends-7, subspecialty
`;

const MAMMOGRAPHY = `
M MQSA .. | mod MG | M MQSA else view | - => final
- | mod MG | M MQSA else view | - => view : mammography-missing
- | mod CT | M MQSA else view | - => final
- | mod MG,US | M MQSA else view | - => view : mammography-missing
- | mod mg | M MQSA else view | - => view : mammography-missing
M EUREF .. | mod MG | M MQSA else view | - => view : mammography-missing
M EUREF .. | mod MG | M MQSA,EUREF else view | - => final
M MQSA ..2026-11-21 | mod MG | M MQSA else view | - => view : mammography-expired
M MQSA ..2026-11-22 | mod MG | M MQSA else view | - => final : mammography-ends-7
M MQSA ..2026-12-22 | mod MG | M MQSA else view | - => final : mammography-ends-30
M MQSA ..2027-02-20 | mod MG | M MQSA else view | - => final : mammography-ends-90
M MQSA 2026-12-01.. | mod MG | M MQSA else view | - => view : mammography-not-yet
- | mod MG | M MQSA else preliminary | - => preliminary : mammography-missing
- | - | M MQSA else view | - => final
nobody | mod MG | M MQSA else view | - => view : mammography-missing, reader-not-named
- | mod MG | - | - => final
M MQSA ..2026-11-21; M EUREF .. | mod MG | M MQSA,EUREF else view | - => final
M MQSA ..2026-11-27; M EUREF ..2027-06-10 | mod MG | M MQSA,EUREF else view | - => final
`;

const PROFILE = `
- | in US-PA | no profile | - => final : nothing-wanted
- | in US-PA | no profile where one is wanted | - => view : no-profile
nobody | - | no profile where one is wanted | from DE => view : no-profile
L SE .. | in SE | L else view | until 2026-11-22T11:59:59Z => preliminary : profile-expired
L SE .. | in SE | L else view | until 2026-11-22T12:00:00Z => preliminary : profile-expired
L SE .. | in SE | L else view | until 2026-11-22T12:00:01Z => final
L SE .. | in SE | L else view | since 2026-11-22T12:00:01Z => preliminary : profile-not-yet
L SE .. | in SE | L else view | since 2026-11-22T12:00:00Z => final
L SE .. | in SE | L else view | revoked => view : profile-revoked
L SE .. | in SE | L else view | revoked; until 2026-11-01T00:00:00Z => view : profile-revoked
- | in SE | L else view | until 2026-11-01T00:00:00Z => view : licence-missing, profile-expired
L SE .. | in SE | L else view | until never => preliminary : profile-expired
`;

const ALL_WANTED =
  'L else preliminary; V else preliminary; P US else preliminary; Y medicare P US else preliminary E else preliminary; ' +
  'S breast for MG else warning; M MQSA else preliminary';
const ALL_KNOWN = 'in US-PA; at st-anna; by medicare; mod MG';

const TOGETHER = `
L US-PA ..; V st-anna ..; E medicare ..; S breast; M MQSA .. | ${ALL_KNOWN} | ${ALL_WANTED} | from US-PA => final
nobody | mod MG | ${ALL_WANTED} | - => preliminary : hospital-unknown, jurisdiction-unknown, mammography-missing, payer-unknown, place-unknown, reader-not-named, subspecialty
L US-PA ..2026-11-29; V st-anna ..2026-11-29; E medicare ..2026-11-29; S breast; M MQSA ..2026-11-29 | ${ALL_KNOWN} | ${ALL_WANTED} | from US-PA => final : enrolment-ends-7, licence-ends-7, mammography-ends-7, privilege-ends-7
L US-PA ..2026-11-21; V st-anna ..2026-11-21; E medicare ..2026-11-21; S breast; M MQSA ..2026-11-21 | ${ALL_KNOWN} | ${ALL_WANTED} | from US-PA => preliminary : enrolment-expired, licence-expired, mammography-expired, privilege-expired
L US-PA ..; V st-anna ..; E medicare ..; S breast; M MQSA .. | ${ALL_KNOWN} | ${ALL_WANTED} | from DE => preliminary : payer-place-elsewhere, place-elsewhere
L US-PA ..; V st-anna ..; E medicare ..; M MQSA .. | ${ALL_KNOWN} | ${ALL_WANTED} | from US-PA => final : subspecialty
`;

/** All 200 lines, in this order. */
export const CASES: readonly string[] = [
  ...[LICENCE, PRIVILEGE, PLACE, PAYER, SUBSPECIALTY, MAMMOGRAPHY, PROFILE, TOGETHER],
]
  .join('\n')
  .split('\n')
  .filter((line) => line !== '');
