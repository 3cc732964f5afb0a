import type { RouteRecordRaw } from 'vue-router'

export const surveyRoutes: RouteRecordRaw[] = [
  { path: '/surveys', name: 'surveys', component: () => import('./SurveysPage.vue') },
  { path: '/surveys/new', name: 'survey_new', component: () => import('./NewPlanPage.vue') },
  { path: '/surveys/:survey/dwellings/:position', name: 'survey_answer', component: () => import('./AnswerPage.vue'), props: true },
  {
    path: '/surveys/:survey',
    component: () => import('./SurveyPage.vue'),
    props: true,
    children: [
      { path: '', name: 'survey', component: () => import('./SurveyPlan.vue') },
      { path: 'plan', name: 'survey_plan', component: () => import('./SurveyPlan.vue') },
      { path: 'field', name: 'survey_field', component: () => import('./FieldWork.vue') },
      { path: 'letters', name: 'survey_letters', component: () => import('./SurveyLetters.vue') },
      { path: 'checks', name: 'survey_checks', component: () => import('./SurveyChecks.vue') },
      { path: 'result', name: 'survey_result', component: () => import('./SurveyResult.vue') },
    ],
  },
  { path: '/survey-results', name: 'survey_results', component: () => import('./ComparisonPage.vue') },
]
