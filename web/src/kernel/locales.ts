// Every area's words, one line an area. A new area: write its zh.ts and en.ts, add a line to both lists.
import accountEn from '@/account/en'
import accountZh from '@/account/zh'
import accountsEn from '@/accounts/en'
import accountsZh from '@/accounts/zh'
import calendarEn from '@/calendar/en'
import calendarZh from '@/calendar/zh'
import civilityEn from '@/civility/en'
import civilityZh from '@/civility/zh'
import cockpitEn from '@/cockpit/en'
import cockpitZh from '@/cockpit/zh'
import dailyEn from '@/daily/en'
import dailyZh from '@/daily/zh'
import estatesEn from '@/estates/en'
import estatesZh from '@/estates/zh'
import evaluationEn from '@/evaluation/en'
import evaluationZh from '@/evaluation/zh'
import fieldsEn from '@/fields/en'
import fieldsZh from '@/fields/zh'
import findingEn from '@/finding/en'
import findingZh from '@/finding/zh'
import inspectionEn from '@/inspection/en'
import inspectionZh from '@/inspection/zh'
import journalEn from '@/journal/en'
import journalZh from '@/journal/zh'
import objectionEn from '@/objection/en'
import objectionZh from '@/objection/zh'
import panelEn from '@/panel/en'
import panelZh from '@/panel/zh'
import partiesEn from '@/parties/en'
import partiesZh from '@/parties/zh'
import piecesEn from '@/pieces/en'
import piecesZh from '@/pieces/zh'
import placesEn from '@/places/en'
import placesZh from '@/places/zh'
import plaqueEn from '@/plaque/en'
import plaqueZh from '@/plaque/zh'
import publicEn from '@/public/en'
import publicZh from '@/public/zh'
import rectificationEn from '@/rectification/en'
import rectificationZh from '@/rectification/zh'
import registersEn from '@/registers/en'
import registersZh from '@/registers/zh'
import resultEn from '@/result/en'
import resultZh from '@/result/zh'
import securityEn from '@/security/en'
import securityZh from '@/security/zh'
import shellEn from '@/shell/en'
import shellZh from '@/shell/zh'
import standardEn from '@/standard/en'
import standardZh from '@/standard/zh'
import meritEn from '@/merit/en'
import meritZh from '@/merit/zh'
import surveyEn from '@/survey/en'
import surveyZh from '@/survey/zh'
import yearlyEn from '@/yearly/en'
import yearlyZh from '@/yearly/zh'

export const zh = {
  account: accountZh,
  accounts: accountsZh,
  calendar: calendarZh,
  civility: civilityZh,
  cockpit: cockpitZh,
  daily: dailyZh,
  estates: estatesZh,
  evaluation: evaluationZh,
  fields: fieldsZh,
  finding: findingZh,
  inspection: inspectionZh,
  journal: journalZh,
  objection: objectionZh,
  panel: panelZh,
  parties: partiesZh,
  pieces: piecesZh,
  places: placesZh,
  plaque: plaqueZh,
  public: publicZh,
  rectification: rectificationZh,
  registers: registersZh,
  result: resultZh,
  security: securityZh,
  shell: shellZh,
  standard: standardZh,
  merit: meritZh,
  survey: surveyZh,
  yearly: yearlyZh,
}
export const en = {
  account: accountEn,
  accounts: accountsEn,
  calendar: calendarEn,
  civility: civilityEn,
  cockpit: cockpitEn,
  daily: dailyEn,
  estates: estatesEn,
  evaluation: evaluationEn,
  fields: fieldsEn,
  finding: findingEn,
  inspection: inspectionEn,
  journal: journalEn,
  objection: objectionEn,
  panel: panelEn,
  parties: partiesEn,
  pieces: piecesEn,
  places: placesEn,
  plaque: plaqueEn,
  public: publicEn,
  rectification: rectificationEn,
  registers: registersEn,
  result: resultEn,
  security: securityEn,
  shell: shellEn,
  standard: standardEn,
  merit: meritEn,
  survey: surveyEn,
  yearly: yearlyEn,
}
