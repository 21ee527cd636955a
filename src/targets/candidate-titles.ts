/** Titles of the column that holds a candidate's id, in reports, exports and APIs of many systems. */
export const CANDIDATE_ID = [
  ...["Candidate ID", "Applicant ID", "Person ID", "Contact ID", "Candidate Number", "Applicant Number", "Profile ID"],
  ...["候选人ID", "候选人编号", "应聘者ID", "应聘者编号", "简历ID", "简历编号", "Kandidat-ID", "Kandidat ID"],
];
